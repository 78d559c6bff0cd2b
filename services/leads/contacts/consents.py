"""Consent: acts are recorded as proof and never changed; the contact shows the newest one."""

from dataclasses import dataclass
from uuid import UUID

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import context, filtering
from chassis.database import Database
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.mapping import to_message
from chassis.transaction import Transaction
from chassis.wording import network
from services.leads.contacts import history
from services.leads.contacts.model import Consent, ConsentState, Contact
from services.leads.merging.model import family
from services.leads.timeline.model import Kind, TimelineEntry

LISTING = Listing(
    Consent,
    Fields(filtering.choice("state", ConsentState)),
    orders=("create_time",),
)
TITLES = {
    ConsentState.GRANTED: "Consent given",
    ConsentState.WITHDRAWN: "Consent withdrawn",
    ConsentState.REQUESTED: "Asked to confirm the consent",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an act of consent took place.

    text: the words agreed to, or how the withdrawal came; source: "form" and the like, the
    caller's kind if ""; ip: the caller's if "", of which the last part is cut off.
    """

    text: str
    text_version: str = ""
    source: str = ""
    form_id: UUID | None = None
    ip: str = ""


class Consents:
    """What can be done with consents."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, contact_id: UUID, query: Query) -> Page[Consent]:
        """A page of what a contact, and who was merged into it, agreed to and took back,
        newest first. Raises NotFound."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            acts = select(Consent).where(Consent.contact_id.in_(family(contact.id)))
            return LISTING.page(tx, acts, query, self._tokens)

    def record(self, contact_id: UUID, state: ConsentState, proof: Proof) -> Consent:
        """What somebody says a contact agreed to or took back. Raises NotFound."""
        with self._database.transaction() as tx:
            return record(tx, tx.get(Contact, contact_id), state, proof)


def record(tx: Transaction, contact: Contact, state: ConsentState, proof: Proof) -> Consent:
    """Records an act of a locked contact in the caller's transaction, with its history."""
    act = Consent(
        contact_id=contact.id,
        create_time=tx.now,
        state=state,
        text=proof.text.strip(),
        text_version=proof.text_version,
        source=proof.source or history.source(),
        form_id=proof.form_id,
        ip_prefix=network(proof.ip or context.current().client.ip),
    )
    tx.session.add(act)
    contact.marketing_consent = state
    contact.last_activity_time = max(contact.last_activity_time, tx.now)
    tx.flush()
    entry = TimelineEntry(
        kind=Kind.CONSENT,
        title=TITLES[state],
        body=act.text,
        data={"consent_id": str(act.id), "state": state.name, "text_version": act.text_version},
        source=act.source,
    )
    history.add(tx, contact, entry)
    shown = to_message(contact, pb.Contact)
    fact = events.ConsentRecorded(consent=to_message(act, pb.Consent), contact=shown)
    tx.publish(fact, subject=contact)
    return act
