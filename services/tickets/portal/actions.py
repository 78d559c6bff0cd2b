"""The use case of the portal: one transaction, with the authority of the page."""

from dataclasses import dataclass, replace

from sqlalchemy import text

from chassis import context
from chassis.database import Database
from chassis.email_addresses import check_address
from chassis.errors import InvalidArgument
from chassis.identity import SYSTEM
from chassis.ids import uuid7
from chassis.transaction import Transaction
from chassis.wording import network, one_line
from services.tickets.complaints import noticing
from services.tickets.contacts_copy import names
from services.tickets.messages import writing
from services.tickets.portal.model import PortalPost, check
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Channel, Ticket, Type


@dataclass(frozen=True, slots=True)
class Written:
    """What a visitor wrote. trap: what a robot put where people see nothing."""

    name: str
    email: str
    subject: str
    text: str
    trap: str = ""


class Portal:
    """What visitors may do; nobody is signed in here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def submit(self, written: Written) -> int:
        """The new ticket's number; 0 for a robot. Raises ResourceExhausted, InvalidArgument."""
        visitor = context.current()
        with (  # visitors may do nothing by themselves
            context.use(replace(visitor, identity=SYSTEM, permission="*")),
            self._database.transaction() as tx,
        ):
            # a person waits here, who would not try again as a program does
            tx.execute(text("SET LOCAL lock_timeout = '3s'"))
            prefix = network(visitor.client.ip)
            check(tx, prefix)
            ticket = None if written.trap else _open(tx, written)
            post = PortalPost(
                id=uuid7(),
                create_time=tx.now,
                network=prefix,
                ticket_id=ticket.id if ticket else None,
            )
            tx.session.add(post)
            tx.flush()
        return ticket.number if ticket else 0


def _open(tx: Transaction, written: Written) -> Ticket:
    subject, said = one_line(written.subject), written.text.strip()
    for field, value in (("subject", subject), ("text", said)):
        if not value:
            raise InvalidArgument.of(field, "is required")
    check_address(written.email, "email")
    names.hold(tx, [written.email])
    contact = names.by_email(tx, written.email)
    unhappy = noticing.sounds_unhappy(tx, subject, said)
    ticket = Ticket(
        number=workflow.next_number(tx),
        subject=subject,
        description=said,
        type=Type.COMPLAINT if unhappy else Type.QUESTION,
        channel=Channel.FORM,
        contact_id=contact.id if contact else None,
        contact_name=contact.full_name if contact else one_line(written.name),
        contact_email=written.email,
    )
    workflow.opened(tx, ticket)
    writing.received(tx, ticket, writing.first(ticket))
    return ticket
