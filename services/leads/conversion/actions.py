"""The one use case of conversion: deals makes the deal, then the contact is told apart by it."""

from typing import Any
from uuid import UUID

from crm.deals.v1 import deals_pb2, deals_pb2_grpc
from crm.leads.v1 import contacts_pb2 as contacts_pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.calling import Callee
from chassis.database import Database
from chassis.errors import Aborted, Error, FailedPrecondition
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.conversion.model import Conversion
from services.leads.lifecycle import steps
from services.leads.timeline.model import Kind, TimelineEntry

#: How long a person waits for deals, in seconds, over all tries.
TIMEOUT = 3.0


class Conversions:
    """Makes deals of contacts. deals: the server that is asked."""

    def __init__(self, database: Database, deals: Callee) -> None:
        self._database = database
        self._deals = deals

    def convert(self, contact_id: UUID, wishes: deals_pb2.Deal) -> tuple[Contact, str]:
        """The contact, an opportunity now, and the id of its deal.

        wishes: what the deal is to say; contact, company, owner and team are the contact's.
        Deals knows the conversion by a key of the contact, so trying again makes no second deal.
        Raises NotFound, FailedPrecondition (CONTACT_CONVERTED), Unavailable (DEALS_DOWN), Aborted
        (CONVERSION_BEGUN), and whatever deals refuses.
        """
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            number = _next_number(tx, contact)
        deal = self._made(_filled(contact, wishes), f"convert:{contact_id}:{number}")
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id)
            self._note(tx, contact, number, deal)
        return contact, deal.id

    def _made(self, deal: deals_pb2.Deal, key: str) -> Any:
        stub = self._deals.stub(deals_pb2_grpc.DealServiceStub)
        request = deals_pb2.CreateDealRequest(deal=deal, converted=True)
        try:
            return self._deals.call(stub.CreateDeal, request, timeout=TIMEOUT, idempotency_key=key)
        except Error as error:
            if error.reason == "IDEMPOTENCY_KEY_REUSED":
                raise Aborted(
                    "CONVERSION_BEGUN",
                    "An earlier try with other words has made the deal already. Send those again, "
                    "or change the deal.",
                ) from error
            raise

    def _note(self, tx: Transaction, contact: Contact, number: int, deal: deals_pb2.Deal) -> None:
        if tx.session.get(Conversion, (contact.id, number)) is not None:
            return  # the same call, twice at once
        row = Conversion(
            contact_id=contact.id, number=number, deal_id=UUID(deal.id), create_time=tx.now
        )
        tx.session.add(row)
        entry = TimelineEntry(
            kind=Kind.CONVERSION, title=f"Converted: {deal.title}", data={"deal_id": deal.id}
        )
        history.add(tx, contact, entry)
        steps.advance(
            tx, contact, LifecycleStage.OPPORTUNITY, cause="deal", reason=f"Deal: {deal.title}"
        )
        tx.flush()
        shown = to_message(contact, contacts_pb.Contact)
        tx.publish(events.ContactConverted(contact=shown, deal_id=deal.id), subject=contact)


def _next_number(tx: Transaction, contact: Contact) -> int:
    """The number of the conversion that is asked for. Raises FailedPrecondition."""
    query = select(Conversion).where(Conversion.contact_id == contact.id)
    last = tx.session.scalars(query.order_by(Conversion.number.desc()).limit(1)).first()
    if last is None:
        return 1
    if contact.lifecycle_stage is LifecycleStage.OPPORTUNITY:
        raise FailedPrecondition(
            "CONTACT_CONVERTED", "The contact is a deal already.", deal_id=last.deal_id
        )
    return last.number + 1


def _filled(contact: Contact, wishes: deals_pb2.Deal) -> deals_pb2.Deal:
    deal = deals_pb2.Deal()
    deal.CopyFrom(wishes)
    deal.contact_id = str(contact.id)
    deal.company_name = contact.company_name
    deal.owner_id = str(contact.owner_id or "")
    deal.team_id = str(contact.team_id or "")
    return deal
