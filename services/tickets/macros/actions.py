"""The use cases of macros. Each method is one transaction."""

from uuid import UUID

from sqlalchemy import exists, func, select

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import AlreadyExists
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.tickets.macros.model import Macro
from services.tickets.messages import writing
from services.tickets.messages.model import TicketMessage
from services.tickets.signing import Links
from services.tickets.tickets import locking, moving, workflow
from services.tickets.tickets.model import State, Ticket

FIELDS = Fields(*map(filtering.text, ("name", "text")), filtering.boolean("note"))
LISTING = Listing(Macro, FIELDS, orders=("name", "create_time"), default="name")


class Macros:
    """What can be done with macros."""

    def __init__(self, database: Database, tokens: PageTokens, links: Links) -> None:
        self._database = database
        self._tokens = tokens
        self._links = links

    def get(self, macro_id: UUID) -> Macro:
        """One macro. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Macro, macro_id)

    def list(self, query: Query) -> Page[Macro]:
        """A page of macros. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Macro), query, self._tokens)

    def create(self, values: Values) -> Macro:
        """A new macro. Raises InvalidArgument, AlreadyExists (MACRO_EXISTS)."""
        with self._database.transaction() as tx:
            macro = Macro()
            macro.change(values)
            _refuse_twin(tx, macro)
            tx.add(macro)
        return macro

    def update(self, macro_id: UUID, changes: Values, *, etag: str = "") -> Macro:
        """Sets what is named. Raises NotFound, Aborted, InvalidArgument, AlreadyExists."""
        with self._database.transaction() as tx:
            macro = tx.get(Macro, macro_id, etag=etag)
            macro.change(changes)
            _refuse_twin(tx, macro)
        return macro

    def delete(self, macro_id: UUID, *, etag: str = "") -> None:
        """Removes it. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            tx.session.delete(tx.get(Macro, macro_id, etag=etag))

    def preview(self, ticket_id: UUID, macro_id: UUID) -> str:
        """Its text as it would read on a ticket. Raises NotFound."""
        with self._database.reading() as tx:
            ticket = tx.get(Ticket, ticket_id)
            return tx.get(Macro, macro_id).written(ticket, _agent())

    def apply(
        self, ticket_id: UUID, macro_id: UUID, text: str, *, etag: str = ""
    ) -> tuple[Ticket, TicketMessage | None]:
        """All it does to a ticket; text: instead of its own. Raises NotFound, Aborted,
        FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = locking.take(tx, ticket_id, etag=etag)
            macro = tx.get(Macro, macro_id)
            message = self._write(tx, ticket, macro, text.strip())
            workflow.changed(tx, ticket, ticket.change(macro.changes(ticket.tags)))
            if macro.state is State.SOLVED and ticket.state is not State.SOLVED:
                moving.solve(tx, ticket, self._links, taking=_by_a_person())
            elif macro.state and macro.state is not ticket.state:
                moving.wait(tx, ticket, macro.state)
        return ticket, message

    def _write(
        self, tx: Transaction, ticket: Ticket, macro: Macro, text: str
    ) -> TicketMessage | None:
        said = text or macro.written(ticket, _agent())
        if not said:
            return None
        if macro.note:
            return writing.noted(tx, ticket, said)
        return writing.replied(tx, ticket, said, self._links)


def _by_a_person() -> bool:
    return context.current().identity.kind == "user"


def _agent() -> str:
    return context.current().identity.name


def _refuse_twin(tx: Transaction, macro: Macro) -> None:
    tx.lock_key("macro", macro.name.lower())
    same = exists().where(func.lower(Macro.name) == macro.name.lower(), Macro.id != macro.id)
    with tx.session.no_autoflush:
        taken = tx.session.scalar(select(same))
    if taken:
        raise AlreadyExists("MACRO_EXISTS", "There is a macro of this name.")
