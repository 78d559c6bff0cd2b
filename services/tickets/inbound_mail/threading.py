"""Which ticket an e-mail belongs to."""

import re
from uuid import UUID

from sqlalchemy import select

from chassis.transaction import Transaction
from services.tickets.inbound_mail.reading import Mail
from services.tickets.messages.model import Kind, TicketMessage
from services.tickets.signing import Links
from services.tickets.tickets.locking import hold
from services.tickets.tickets.model import State, Ticket

NUMBER = re.compile(r"#(\d{1,9})\b")

#: A ticket and why it is the one.
Match = tuple[Ticket, str]


def match(tx: Transaction, mail: Mail, links: Links) -> Match | None:
    """The ticket, locked: by our signed reply address, by the mails it answers (or that answered
    it, when they overtook it), by a number in the subject if the sender takes part there."""
    for ticket_id in filter(None, map(links.ticket_of, mail.recipients)):
        if ticket := _locked(tx, ticket_id):
            return ticket, "REPLY_ADDRESS"
    referred = _answered(tx, mail) or _overtaken(tx, mail)
    if referred and (ticket := _locked(tx, referred)):
        return ticket, "REFERENCES"
    if numbered := _numbered(tx, mail):
        return numbered, "NUMBER"
    return None


def successor(tx: Transaction, ticket: Ticket) -> Ticket:
    """The ticket that goes on with a closed one, as far as there is one; else itself."""
    while ticket.state is State.CLOSED:
        merged = _locked(tx, ticket.merged_into_id) if ticket.merged_into_id else None
        if merged is not None:
            ticket = merged
            continue
        later = select(Ticket.id).where(Ticket.follow_up_of_id == ticket.id)
        newest = tx.session.scalar(later.order_by(Ticket.number.desc()).limit(1))
        follow_up = _locked(tx, newest) if newest else None
        if follow_up is None:
            return ticket
        ticket = follow_up
    return ticket


def our_own(tx: Transaction, mail: Mail) -> bool:
    """Whether it is a mail that we sent ourselves."""
    ours = select(TicketMessage.id).where(
        TicketMessage.message_id == mail.message_id, TicketMessage.kind == Kind.REPLY
    )
    return bool(mail.message_id) and tx.session.scalar(ours.limit(1)) is not None


def owned_elsewhere(tx: Transaction, mail: Mail) -> bool:
    """Whether another mail came with this Message-ID before: the first one owns it."""
    known = select(TicketMessage.id).where(TicketMessage.message_id == mail.message_id)
    return tx.session.scalar(known.limit(1)) is not None


def _answered(tx: Transaction, mail: Mail) -> UUID | None:
    wanted = mail.answers
    if not wanted:
        return None
    found = select(TicketMessage.message_id, TicketMessage.ticket_id).where(
        TicketMessage.message_id.in_(wanted)
    )
    known = {row.message_id: row.ticket_id for row in tx.execute(found)}
    return next((known[each] for each in wanted if each in known), None)


def _overtaken(tx: Transaction, mail: Mail) -> UUID | None:
    """The ticket of an answer by the same sender that came before what it answers."""
    if not mail.message_id:
        return None
    answers = select(TicketMessage.ticket_id).where(
        TicketMessage.references.contains([mail.message_id]),
        TicketMessage.kind == Kind.RECEIVED,
        TicketMessage.author_email == mail.sender,
    )
    return tx.session.scalar(answers.order_by(TicketMessage.id).limit(1))


def _numbered(tx: Transaction, mail: Mail) -> Ticket | None:
    """A number is easily guessed: only who takes part in a ticket joins it so."""
    for number in map(int, NUMBER.findall(mail.subject)):
        ticket_id = tx.session.scalar(select(Ticket.id).where(Ticket.number == number))
        ticket = _locked(tx, ticket_id) if ticket_id else None
        if ticket and mail.sender in ticket.participants:
            return ticket
    return None


def _locked(tx: Transaction, ticket_id: UUID) -> Ticket | None:
    hold(tx, ticket_id)
    return tx.session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
