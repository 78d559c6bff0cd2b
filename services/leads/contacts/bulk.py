"""The same for up to 1000 contacts: each stands for itself and has its own result.

No item costs a query of its own. What is refused is refused before anything is written.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis import context, scope
from chassis.changes import Changes, Values
from chassis.database import Database
from chassis.errors import Error
from chassis.owning import owned
from chassis.transaction import Transaction, not_found, out_of_scope
from services.leads.contacts import history
from services.leads.contacts.arrivals import Arrivals, candidates, taken
from services.leads.contacts.employers import Employers
from services.leads.contacts.finding import led
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item: the contact's id, or why it was refused."""

    id: UUID | None = None
    error: Error | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One change for many: fields to set, labels to add and to take away."""

    values: Values = field(default_factory=dict)
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()


class BulkContacts:
    """What can be done with many contacts at once. Each method is one transaction."""

    def __init__(self, database: Database, catalogue: Catalogue, arrivals: Arrivals) -> None:
        self._database = database
        self._catalogue = catalogue
        self._arrivals = arrivals

    def create(self, items: Sequence[Values | Error]) -> list[Result]:
        """New contacts; an item that is an error already keeps it as its result."""
        with self._database.transaction() as tx:
            good = [owned(item) for item in items if isinstance(item, dict)]
            employers = Employers.of(tx, good)
            made = iter([self._new(tx, values, employers) for values in good])
            outcomes = [item if isinstance(item, Error) else next(made) for item in items]
            contacts = [each for each in outcomes if isinstance(each, Contact)]
            merged = led(tx, [each.email_key for each in contacts])
            written = self._write(tx, [each for each in contacts if each.email_key not in merged])
            losers = [each.email for each in contacts if each.id not in written]
            known = candidates(tx, losers) if losers else {}
        return [_created(each, written, known) for each in outcomes]

    def update(self, ids: Sequence[UUID | None], revision: Revision) -> list[Result]:
        """The same change for the contacts with these ids; None is an id of nothing."""
        with self._database.transaction() as tx:
            found = self._locked(tx, ids)
            employers = Employers.of(tx, [revision.values], by_domain=False)
            outcomes = {
                key: self._revised(tx, contact, revision, employers)
                for key, contact in found.items()
            }
            done = [
                (found[key], changes)
                for key, changes in outcomes.items()
                if not isinstance(changes, Error)
            ]
            history.changed(tx, done)
        return [_settled(each, outcomes) for each in ids]

    def delete(self, ids: Sequence[UUID | None]) -> list[Result]:
        """Takes the contacts with these ids away; None is an id of nothing."""
        with self._database.transaction() as tx:
            found = self._locked(tx, ids)
            for contact in found.values():
                contact.delete(tx.now)
            history.deleted(tx, found.values())
        return [_settled(each, found) for each in ids]

    def _new(self, tx: Transaction, values: Values, employers: Employers) -> Contact | Error:
        try:
            contact = self._arrivals.new(
                tx, values, employers, source=history.source(), required=True
            )
        except Error as error:
            return error
        return (
            contact if scope.covers(contact, context.current()) else out_of_scope(context.current())
        )

    def _write(self, tx: Transaction, contacts: Sequence[Contact]) -> set[UUID]:
        """The ids of those written; the first of several with the same address."""
        first: dict[str, Contact] = {}
        for contact in contacts:
            first.setdefault(contact.email_key or str(contact.id), contact)
        # in order of address, so that two calls that share some wait for each other one way round
        written = tx.insert(sorted(first.values(), key=lambda contact: contact.email_key))
        history.created(tx, written)
        return {contact.id for contact in written}

    def _locked(self, tx: Transaction, ids: Sequence[UUID | None]) -> dict[UUID, Contact]:
        wanted = [each for each in ids if each is not None]
        query = tx.select(Contact).where(Contact.id.in_(wanted)).order_by(Contact.id)
        found = tx.scalars(query.with_for_update().execution_options(populate_existing=True))
        return {contact.id: contact for contact in found}

    def _revised(
        self, tx: Transaction, contact: Contact, revision: Revision, employers: Employers
    ) -> Changes | Error:
        try:
            changes = self._apply(contact, revision, employers)
            if scope.covers(contact, context.current()):
                return changes
            refusal: Error = out_of_scope(context.current())
        except Error as error:
            refusal = error
        tx.session.expunge(contact)  # half changed, and not to be written
        return refusal

    def _apply(self, contact: Contact, revision: Revision, employers: Employers) -> Changes:
        values = employers.link(contact, revision.values)
        if "custom_fields" in values:
            bag = self._catalogue.changed(Resource.CONTACT, contact, values["custom_fields"])
            values = {**values, "custom_fields": bag}
        if revision.add_tags or revision.remove_tags:
            kept = [tag for tag in contact.tags if tag not in revision.remove_tags]
            values = {**values, "tags": [*kept, *revision.add_tags]}
        return contact.change(values)


def _created(
    outcome: Contact | Error, written: Collection[UUID], known: Mapping[str, UUID]
) -> Result:
    if isinstance(outcome, Error):
        return Result(error=outcome)
    if outcome.id in written:
        return Result(id=outcome.id)
    candidate = known.get(outcome.email_key)
    return Result(error=taken([candidate] if candidate else []))


def _settled(contact_id: UUID | None, outcomes: Mapping[UUID, object]) -> Result:
    if contact_id is None or contact_id not in outcomes:
        return Result(id=contact_id, error=not_found(Contact))
    outcome = outcomes[contact_id]
    return Result(id=contact_id, error=outcome if isinstance(outcome, Error) else None)
