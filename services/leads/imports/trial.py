"""Who a trial run meets: real contacts it must not change, and those it would have made before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.changes import Changes, Values
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.imports.model import Import, Seen
from services.leads.imports.rows import Row, people_of


class TrialPeople:
    """Contacts apart from the database: what is done to them has no effect."""

    def __init__(self, tx: Transaction, job: Import, *, whose: Values) -> None:
        """whose: owner_id and team_id of new contacts."""
        self._tx = tx
        self._job = job
        self._whose = whose

    def among(self, keys: Sequence[str]) -> dict[str, Contact]:
        """Real contacts, and stand-ins for those that earlier rows would have made."""
        if not keys:
            return {}
        known = people_of(self._tx, keys, lock=False)
        for contact in {id(each): each for each in known.values()}.values():
            self._tx.session.expunge(contact)
        seen = select(Seen.email_key).where(
            Seen.import_id == self._job.id, Seen.run == self._job.run, Seen.email_key.in_(keys)
        )
        for key in self._tx.session.scalars(seen):
            known.setdefault(key, self._stand_in(key))
        return known

    def write(self, created: Sequence[Contact]) -> set[Any]:
        """Only remembers their addresses for the rows to come."""
        keys = [{"email_key": contact.email_key} for contact in created if contact.email_key]
        if keys:
            marks = {"import_id": self._job.id, "run": self._job.run}
            statement = insert(Seen).on_conflict_do_nothing()
            self._tx.execute(statement, [{**marks, **key} for key in keys])
        return {contact.id for contact in created}

    def tell(
        self,
        created: Sequence[tuple[Contact, Row]],
        updated: Sequence[tuple[Contact, Row, Changes]],
    ) -> None:
        """Nothing happened."""

    def _stand_in(self, key: str) -> Contact:
        contact = Contact(source="import", last_activity_time=self._tx.now)
        contact.change({**self._whose, "email": key})
        return contact
