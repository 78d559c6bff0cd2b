"""Takes an e-mail in. Each method is one transaction."""

from dataclasses import asdict, dataclass

from sqlalchemy.dialects.postgresql import insert

from chassis import context
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.tickets.attachments.model import Attachment
from services.tickets.complaints import noticing
from services.tickets.contacts_copy import names
from services.tickets.inbound_mail import threading
from services.tickets.inbound_mail.model import Outcome, ReceivedMail
from services.tickets.inbound_mail.reading import Mail, read
from services.tickets.messages import writing
from services.tickets.messages.model import Kind, TicketMessage
from services.tickets.signing import Links
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Channel, State, Ticket, Type


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a mail. again: it had been taken before."""

    mail: ReceivedMail
    again: bool


class InboundMail:
    """What comes in by e-mail."""

    def __init__(self, database: Database, links: Links) -> None:
        self._database = database
        self._links = links

    def receive(self, raw: bytes) -> Receipt:
        """Takes one mail, once. Raises InvalidArgument when there is no sender in it."""
        mail = read(raw)
        if not mail.sender:
            raise InvalidArgument.of("raw", "there is no sender in it")
        # whoever brings mail need not be allowed to see tickets
        with context.as_system(), self._database.transaction() as tx:
            tx.lock_key("mail", mail.message_id or mail.digest)
            names.hold(tx, [mail.sender])
            if not _claim(tx, mail):
                return Receipt(tx.session.get_one(ReceivedMail, mail.digest), again=True)
            found = tx.session.get_one(ReceivedMail, mail.digest)
            self._take(tx, mail, found)
        return Receipt(found, again=False)

    def _take(self, tx: Transaction, mail: Mail, found: ReceivedMail) -> None:
        if mail.automatic:
            found.reason = "AUTOMATIC"
        elif threading.our_own(tx, mail):
            found.reason = "OWN_MAIL"
        else:
            ticket, found.outcome, found.reason = self._ticket(tx, mail)
            _take_part(ticket, mail, self._links)
            message = _written(tx, ticket, mail)
            found.ticket_id, found.message_id = ticket.id, message.id

    def _ticket(self, tx: Transaction, mail: Mail) -> tuple[Ticket, Outcome, str]:
        matched = threading.match(tx, mail, self._links)
        if matched is None:
            return _open(tx, mail, None), Outcome.OPENED, "NO_MATCH"
        ticket, reason = matched
        ticket = threading.successor(tx, ticket)
        if ticket.state is State.CLOSED:
            return _open(tx, mail, ticket), Outcome.FOLLOWED_UP, reason
        return ticket, Outcome.JOINED, reason


def _claim(tx: Transaction, mail: Mail) -> bool:
    """Whether this is the first time."""
    row = insert(ReceivedMail).values(
        digest=mail.digest,
        receive_time=tx.now,
        mail_id=mail.message_id,
        sender=mail.sender,
        outcome=Outcome.REFUSED,
        reason="",
    )
    taken = row.on_conflict_do_nothing().returning(ReceivedMail.digest)
    return tx.execute(taken).first() is not None


def _open(tx: Transaction, mail: Mail, follows: Ticket | None) -> Ticket:
    contact = names.by_email(tx, mail.sender)
    unhappy = noticing.sounds_unhappy(tx, mail.subject, mail.text)
    ticket = Ticket(
        number=workflow.next_number(tx),
        subject=mail.subject or "(no subject)",
        description=mail.said,
        type=Type.COMPLAINT if unhappy else Type.QUESTION,
        channel=Channel.EMAIL,
        contact_id=contact.id if contact else None,
        contact_name=contact.full_name if contact else mail.sender_name,
        contact_email=mail.sender,
        team_id=follows.team_id if follows else None,
        follow_up_of_id=follows.id if follows else None,
    )
    workflow.opened(tx, ticket)
    return ticket


def _take_part(ticket: Ticket, mail: Mail, links: Links) -> None:
    """The sender takes part from now on; whom they copied too, if they took part before."""
    known = mail.sender in ticket.participants
    copied = [each for each in mail.copied if not links.ours(each)] if known else []
    ticket.join(mail.sender, *copied)


def _written(tx: Transaction, ticket: Ticket, mail: Mail) -> TicketMessage:
    taken = not mail.message_id or threading.owned_elsewhere(tx, mail)
    message = TicketMessage(
        ticket_id=ticket.id,
        kind=Kind.RECEIVED,
        author_name=mail.sender_name,
        author_email=mail.sender,
        text=mail.said,
        message_id="" if taken else mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=[*dict.fromkeys([*mail.references, *filter(None, [mail.in_reply_to])])],
        attachments=[Attachment(**asdict(file)) for file in mail.files],
    )
    return writing.received(tx, ticket, message)
