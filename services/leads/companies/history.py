"""What every change of a company leaves behind: a fact."""

from crm.leads.v1 import companies_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from google.protobuf.message import Message

from chassis.changes import Changes, as_struct
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.companies.model import Company


def changed(tx: Transaction, company: Company, changes: Changes) -> None:
    """Writes what changed and tells it; no change is no fact."""
    if changes:
        tx.flush()
        shown = to_message(company, pb.Company)
        fact = events.CompanyUpdated(company=shown, changes=as_struct(changes))
        tx.publish(fact, subject=company)


def told(tx: Transaction, company: Company, fact: type[Message]) -> None:
    """Writes the company and tells a fact that shows it."""
    tx.flush()
    tx.publish(fact(company=to_message(company, pb.Company)), subject=company)
