"""The use cases of contacts. Each method is one transaction."""

from collections.abc import Sequence
from contextlib import nullcontext
from uuid import UUID

from chassis import filtering
from chassis.changes import Changes, Values
from chassis.database import Database
from chassis.errors import FailedPrecondition, NotFound
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.search import Search
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.arrivals import Arrivals, identified, refuse_anothers
from services.leads.contacts.employers import Employers
from services.leads.contacts.model import ConsentState, Contact, LifecycleStage, Rating
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.merging.model import merged, successor

FIELDS = Fields(
    *map(filtering.text, ("first_name", "last_name", "full_name", "email", "phone", "job_title")),
    *map(filtering.text, ("company_name", "country", "city", "language", "time_zone", "source")),
    *map(filtering.uuid, ("id", "owner_id", "team_id", "company_id")),
    *map(filtering.time, ("create_time", "update_time", "last_activity_time")),
    filtering.choice("lifecycle_stage", LifecycleStage),
    filtering.choice("marketing_consent", ConsentState),
    filtering.choice("rating", Rating),
    filtering.number("score"),
    filtering.date("birth_date"),
    filtering.tags("tags"),
    filtering.custom("custom_fields"),
)
ORDERS = (
    "create_time",
    "update_time",
    "last_activity_time",
    "score",
    "full_name",
    "last_name",
    "email",
    "company_name",
)
LISTING = Listing(Contact, FIELDS, orders=ORDERS)
SEARCH = Search(Contact)


class Contacts:
    """What can be done with contacts."""

    def __init__(
        self, database: Database, tokens: PageTokens, catalogue: Catalogue, arrivals: Arrivals
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._catalogue = catalogue
        self._arrivals = arrivals

    def get(self, contact_id: UUID) -> Contact:
        """One contact, by the id of one that was merged into it, too. Raises NotFound."""
        with self._database.reading() as tx:
            try:
                return tx.get(Contact, contact_id)
            except NotFound:
                if into_id := successor(tx, contact_id):
                    return tx.get(Contact, into_id)
                raise

    def list(self, query: Query, *, deleted: bool = False) -> Page[Contact]:
        """A page of contacts. Raises InvalidArgument."""
        defined = self._catalogue.of(Resource.CONTACT)
        with self._database.reading() as tx:
            scoped = tx.select(Contact, deleted=deleted)
            if deleted:
                scoped = scoped.where(~merged(Contact.id))
            return LISTING.page(tx, scoped, query, self._tokens, definitions=defined)

    def count(self, filter_: str) -> Count:
        """How many contacts pass a filter, capped. Raises InvalidArgument."""
        defined = self._catalogue.of(Resource.CONTACT)
        with self._database.reading() as tx:
            return LISTING.count(tx, tx.select(Contact), filter_, definitions=defined)

    def search(self, text: str, *, size: int = 0) -> Sequence[Contact]:
        """The contacts that match best by name, address, company or phone."""
        with self._database.reading() as tx:
            return SEARCH.find(tx, text, size=size)

    def create(self, values: Values) -> Contact:
        """A new contact, the caller's own unless an owner is given.

        Raises InvalidArgument, AlreadyExists, PermissionDenied (OUT_OF_SCOPE).
        """
        with self._database.transaction() as tx:
            return self._arrivals.create(tx, owned(values), source=history.source())

    def update(self, contact_id: UUID, changes: Values, *, etag: str = "") -> Contact:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument, AlreadyExists."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id, etag=etag)
            self.revise(tx, contact, changes)
        return contact

    def revise(
        self, tx: Transaction, contact: Contact, changes: Values, *, via: str = ""
    ) -> Changes:
        """Sets the fields named of a locked contact and writes its history, in the caller's
        transaction; custom_fields sets the keys it has, None clears one. Tells what changed.

        via: where the change comes from when not from the caller. Raises InvalidArgument,
        AlreadyExists (CONTACT_EXISTS).
        """
        if "custom_fields" in changes:
            bag = self._catalogue.changed(Resource.CONTACT, contact, changes["custom_fields"])
            changes = {**changes, "custom_fields": bag}
        changes = Employers.of(tx, [changes], by_domain=False).link(contact, changes)
        with identified(tx, changes["email"]) if "email" in changes else nullcontext():
            changed = contact.change(changes)
            if "email" in changed:
                refuse_anothers(tx, contact)
            history.changed(tx, [(contact, changed)], via=via)
        return changed

    def delete(self, contact_id: UUID, *, etag: str = "") -> None:
        """Takes a contact away. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id, etag=etag)
            contact.delete(tx.now)
            history.deleted(tx, [contact])

    def undelete(self, contact_id: UUID, *, etag: str = "") -> Contact:
        """Brings a deleted contact back. Raises NotFound, Aborted, AlreadyExists,
        FailedPrecondition (CONTACT_MERGED)."""
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id, etag=etag, deleted=True)
            if into_id := successor(tx, contact_id):
                raise FailedPrecondition(
                    "CONTACT_MERGED",
                    "It is in another contact: part the two.",
                    into_id=str(into_id),
                )
            with identified(tx, contact.email):
                contact.undelete()
                history.undeleted(tx, [contact])
        return contact
