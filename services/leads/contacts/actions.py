"""The use cases of contacts. Each method is one transaction."""

from typing import Any
from uuid import UUID

from chassis.database import Database
from services.leads.contacts.model import Contact


class Contacts:
    """What can be done with contacts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, contact_id: UUID) -> Contact:
        """One contact. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Contact, contact_id)

    def create(self, values: dict[str, Any]) -> Contact:
        """A new contact."""
        with self._database.transaction() as tx:
            contact = Contact(source="api")
            contact.change(values)
            contact.last_activity_time = tx.now
            return tx.add(contact)

    def update(self, contact_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Contact:
        """Sets the fields named. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id, etag=etag)
            contact.change(changes)
        return contact
