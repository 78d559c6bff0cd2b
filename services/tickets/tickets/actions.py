"""The use cases of tickets. Each method is one transaction."""

from collections.abc import Sequence
from uuid import UUID

from crm.tickets.v1 import events_pb2 as events
from crm.tickets.v1 import tickets_pb2 as pb

from chassis import filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.search import Search
from chassis.transaction import Transaction
from services.tickets.contacts_copy import names
from services.tickets.messages import writing
from services.tickets.signing import Links
from services.tickets.sla import clocks
from services.tickets.sla.explaining import explained
from services.tickets.tickets import locking, moving, workflow
from services.tickets.tickets.model import Channel, Priority, State, Ticket, Type

FIELDS = Fields(
    *map(filtering.text, ("subject", "description", "contact_name", "contact_email")),
    *map(
        filtering.uuid,
        ("id", "owner_id", "team_id", "contact_id", "follow_up_of_id", "merged_into_id"),
    ),
    *map(filtering.time, ("create_time", "update_time", "first_response_time", "due_time")),
    *map(filtering.time, ("first_solve_time", "solve_time", "close_time")),
    filtering.choice("type", Type),
    filtering.choice("priority", Priority),
    filtering.choice("state", State),
    filtering.choice("channel", Channel),
    *map(filtering.boolean, ("breached", "first_response_breached", "resolution_breached")),
    *map(filtering.number, ("number", "survey_score")),
    *map(filtering.tags, ("tags", "participants")),
)
ORDERS = ("create_time", "update_time", "number", "subject", "due_by")
LISTING = Listing(Ticket, FIELDS, orders=ORDERS)
SEARCH = Search(Ticket)


class Tickets:
    """What can be done with tickets."""

    def __init__(self, database: Database, tokens: PageTokens, links: Links) -> None:
        self._database = database
        self._tokens = tokens
        self._links = links

    def get(self, ticket_id: UUID) -> Ticket:
        """One ticket. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Ticket, ticket_id)

    def list(self, query: Query) -> Page[Ticket]:
        """A page of tickets. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Ticket), query, self._tokens)

    def count(self, filter_: str) -> Count:
        """How many tickets pass a filter, capped. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.count(tx, tx.select(Ticket), filter_)

    def search(self, words: str, *, size: int = 0) -> Sequence[Ticket]:
        """The tickets that match best by number, subject or contact."""
        with self._database.reading() as tx:
            return SEARCH.find(tx, words, size=size)

    def sla(self, ticket_id: UUID) -> pb.Sla:
        """A ticket's clocks, explained. Raises NotFound."""
        with self._database.reading() as tx:
            ticket = tx.get(Ticket, ticket_id)
            return explained(ticket, clocks.of(tx, ticket), tx.now)

    def create(self, values: Values) -> Ticket:
        """A ticket for a customer. Raises InvalidArgument, PermissionDenied."""
        with self._database.transaction() as tx:
            given = owned(values)
            fixed = {name: given.pop(name) for name in ("description", "channel")}
            owner_id, team_id = given.pop("owner_id", None), given.pop("team_id", None)
            names.hold(tx, [given.get("contact_id"), given.get("contact_email")])
            ticket = Ticket(number=workflow.next_number(tx), team_id=team_id)
            ticket.change(given)
            ticket.begin(fixed["description"], fixed["channel"])
            _name(tx, ticket)
            if owner_id:
                ticket.assign(owner_id, team_id, "has had it from the start")
            workflow.opened(tx, ticket)
            if ticket.description:
                writing.received(tx, ticket, writing.first(ticket))
        return ticket

    def update(self, ticket_id: UUID, changes: Values, *, etag: str = "") -> Ticket:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            changed = ticket.change(changes)
            if changed.keys() & {"contact_id", "contact_email"}:
                if ticket.contact_id and "contact_email" not in changes:
                    ticket.contact_email = ""  # the new contact has another
                _name(tx, ticket)
            workflow.changed(tx, ticket, changed)
        return ticket

    def assign(
        self, ticket_id: UUID, owner_id: UUID, team_id: UUID | None, *, etag: str = ""
    ) -> Ticket:
        """Somebody sees to it. Raises NotFound, Aborted, FailedPrecondition, PermissionDenied."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            moving.assign(tx, ticket, owner_id, team_id)
        return ticket

    def take(self, ticket_id: UUID, *, etag: str = "") -> Ticket:
        """The caller sees to it. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            moving.take(tx, ticket)
        return ticket

    def release(self, ticket_id: UUID, *, etag: str = "") -> Ticket:
        """Nobody sees to it any more. Raises NotFound, Aborted, FailedPrecondition,
        PermissionDenied."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            moving.release(tx, ticket)
        return ticket

    def wait(self, ticket_id: UUID, state: State, *, etag: str = "") -> Ticket:
        """PENDING or ON_HOLD. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            moving.wait(tx, ticket, state)
        return ticket

    def solve(self, ticket_id: UUID, *, take: bool = False, etag: str = "") -> Ticket:
        """Is done; the customer is asked. take: by the caller, when nobody sees to it.
        Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            moving.solve(tx, ticket, self._links, taking=take)
        return ticket

    def reopen(self, ticket_id: UUID, *, etag: str = "") -> Ticket:
        """Is worked on again. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            before = ticket.state
            ticket.reopen()
            workflow.moved(tx, ticket, before, events.TicketReopened())
        return ticket

    def close(self, ticket_id: UUID, *, etag: str = "") -> Ticket:
        """Is done for good. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            before = ticket.state
            ticket.close(tx.now)
            workflow.moved(tx, ticket, before, events.TicketClosed())
        return ticket


def _name(tx: Transaction, ticket: Ticket) -> None:
    """The contact and the address go together, as far as leads has told."""
    if ticket.contact_id:
        contact = names.by_id(tx, ticket.contact_id)
    else:
        contact = names.by_email(tx, ticket.contact_email)
        ticket.contact_id = contact.id if contact else None
    ticket.contact_name = contact.full_name if contact else ""
    ticket.contact_email = ticket.contact_email or (contact.email if contact else "")
    ticket.join(ticket.contact_email)
