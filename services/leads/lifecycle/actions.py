"""The use cases of the lifecycle. Each method is one transaction."""

from uuid import UUID

from sqlalchemy import select

from chassis.database import Database
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.lifecycle import steps
from services.leads.lifecycle.model import LifecycleChange

LISTING = Listing(LifecycleChange, Fields(), orders=("occur_time",), default="occur_time desc")


class Lifecycle:
    """What can be done with the stages of a contact."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, contact_id: UUID, query: Query) -> Page[LifecycleChange]:
        """A page of the steps of a contact, newest first. Raises NotFound."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            mine = select(LifecycleChange).where(LifecycleChange.contact_id == contact.id)
            return LISTING.page(tx, mine, query, self._tokens)

    def change(
        self, contact_id: UUID, stage: LifecycleStage, *, reason: str, etag: str = ""
    ) -> Contact:
        """Moves a contact because a person says so. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id, etag=etag)
            steps.enter(tx, contact, stage, cause="person", reason=reason.strip())
        return contact
