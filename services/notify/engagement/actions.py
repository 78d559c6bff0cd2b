"""The use cases of engagement, for mail programs that hold a link of a message."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from chassis import context
from chassis.bots import Verdict, verdict
from chassis.database import Database
from chassis.errors import NotFound
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.engagement.bursts import WINDOW
from services.notify.engagement.model import Engagement, Kind, Reason
from services.notify.engagement.signals import Signals, listed
from services.notify.engagement.tracked_html import addresses, word_for
from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.suppressions.actions import reasons_of
from services.notify.suppressions.model import Reason as SuppressedFor

#: The timer that decides whether a person did it.
JUDGE = "engagement.judge"
#: By then everything is written down that may belong to one burst with it.
SETTLED = WINDOW + timedelta(seconds=1)
#: What is written down of one message; who comes more often than that is no news any more.
MOST = 500


@dataclass(frozen=True, slots=True)
class Known:
    """Addresses and user agents that scanners are known by, as patterns with *."""

    addresses: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


class Engagements:
    """What can be done with the links of a message."""

    def __init__(self, database: Database, links: Links, known: Known) -> None:
        self._database = database
        self._links = links
        self._known = known

    def open(self, token: str, *, automated: bool) -> None:
        """The pictures of a mail were fetched. Raises NotFound."""
        with self._database.transaction() as tx:
            self._note(tx, self._message(tx, "open", token), Kind.OPEN, automated=automated)

    def follow(self, token: str, link: str, *, automated: bool, probing: bool) -> str:
        """Where a link leads; that it was followed is noted unless it is only asked. Raises
        NotFound."""
        with self._database.transaction() as tx:
            message = self._message(tx, "click", token)
            unseen = link == word_for("")
            url = "" if unseen else addresses(message.body_html).get(link)
            if url is None:
                raise missing()
            if not probing:
                self._note(tx, message, Kind.CLICK, url=url, automated=automated)
            # who came upon the link that nobody sees reads how to be left alone
            return self._links.unsubscribe_url(message.id) if unseen else url

    def _message(self, tx: Transaction, purpose: str, token: str) -> Message:
        message_id = self._links.message_of(token, purpose)
        message = tx.session.get(Message, message_id) if message_id else None
        if message is None:
            raise missing()
        return message

    def _note(
        self, tx: Transaction, message: Message, kind: Kind, *, url: str = "", automated: bool
    ) -> None:
        """Writes it down as it looks this moment, and decides some seconds later."""
        written = select(func.count()).where(Engagement.message_id == message.id)
        if not _agreed(tx, message) or (tx.session.scalar(written) or 0) >= MOST:
            return
        client = context.current().client
        look = Engagement(
            message_id=message.id,
            occur_time=tx.now,
            kind=kind,
            url=url,
            source=self._links.source_of(message.id, client.ip),
            verdict=verdict(client.user_agent, automated=automated),
        )
        if look.verdict is Verdict.BOT:
            look.reason = Reason.PROGRAM
        elif self._signals(tx, message, look.verdict).program():
            look.taken_for_program(Reason.SIGNALS)
        tx.session.add(look)
        tx.session.flush()
        tx.schedule(JUDGE, key=str(look.id), due=tx.now + SETTLED)

    def _signals(self, tx: Transaction, message: Message, who: Verdict) -> Signals:
        client = context.current().client
        sent = message.sent_time or message.claim_time or message.create_time
        nameless = who is Verdict.UNKNOWN
        return Signals(
            after=tx.now - sent,
            listed_address=listed(client.ip, self._known.addresses),
            listed_agent=nameless or listed(client.user_agent, self._known.agents),
        )


def _agreed(tx: Transaction, message: Message) -> bool:
    """Whether the person agrees to advertising still: who took it back is not watched either."""
    contact = tx.session.get(ContactCopy, message.contact_id) if message.contact_id else None
    unsubscribed = SuppressedFor.UNSUBSCRIBED in reasons_of(tx, message.email)
    return contact is not None and contact.agreed and not unsubscribed


def missing() -> NotFound:
    """The token or the link is not ours."""
    return NotFound("LINK_NOT_FOUND", "This link is not ours.")
