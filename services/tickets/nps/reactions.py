"""Asks customers by themselves, some days after their contract began, where the policy says so."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from sqlalchemy import exists, select

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.tickets.contacts_copy.names import by_id
from services.tickets.nps import asking
from services.tickets.signing import Links
from services.tickets.tickets.model import Ticket

ASK = "nps.ask"
#: How long a contact who complains is left alone before we look again.
COMPLAINT_WAIT = timedelta(days=7)


class NpsReactions:
    """When customers are asked."""

    def __init__(self, links: Links) -> None:
        self._links = links

    @reacts_to(deals.ContractSigned)
    def plan(self, fact: deals.ContractSigned, tx: Transaction) -> None:
        """Some days after the contract begins; the last contract counts."""
        days = asking.policy(tx).days_after_start
        contract = fact.contract
        if not days or not contract.contact_id:
            return
        begin = datetime.combine(date.fromisoformat(contract.start_date), time(), UTC)
        due = max(begin + timedelta(days=days), tx.now)
        tx.schedule(ASK, key=contract.contact_id, due=due)

    @on_timer(ASK)
    def ask(self, timer: Timer, tx: Transaction) -> None:
        """Asks, unless nobody is to be asked any more, or it would be too often or out of place."""
        contact = by_id(tx, UUID(timer.key))
        if contact is None or contact.deleted or not contact.email:
            return
        if not asking.policy(tx).days_after_start or asking.last_asked(tx, contact):
            return
        complains = exists().where(Ticket.contact_id == contact.id, Ticket.complaint_open)
        if tx.session.scalar(select(complains)):
            tx.schedule(ASK, key=timer.key, due=tx.now + COMPLAINT_WAIT)
        else:
            asking.ask(tx, contact, self._links)
