"""From a won deal to its contract, and the contract's clock."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm.deals.v1 import contracts_pb2 as pb
from crm.deals.v1 import events_pb2 as events

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.contracts.model import Contract, State, last_day
from services.deals.contracts.reminding import withdraw
from services.deals.deals.model import Deal

NOTICE = "contract.notice"
OVER = "contract.over"
#: Its plan is old enough for a larger one to be suggested.
PLAN = "contract.plan"


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a won deal's contract runs, from when, and whether it goes on by itself."""

    months: int
    start_date: date | None
    auto_renew: bool


def sign(tx: Transaction, deal: Deal, terms: Terms) -> Contract:
    """The contract of a won deal, begun."""
    start = terms.start_date or tx.now.date()
    contract = Contract(
        title=deal.title,
        deal_id=deal.id,
        contact_id=deal.contact_id,
        contact_name=deal.contact_name,
        company_name=deal.company_name,
        value=deal.amount,
        start_date=start,
        plan_start_date=start,
        end_date=last_day(start, terms.months),
        auto_renew=terms.auto_renew,
        owner_id=deal.owner_id,
        team_id=deal.team_id,
    )
    return begin(tx, contract)


def begin(tx: Transaction, contract: Contract) -> Contract:
    """Writes a new contract, tells the fact, starts its clock."""
    tx.add(contract)
    tx.flush()
    wind(tx, contract)
    tx.publish(events.ContractSigned(contract=shown(contract)), subject=contract)
    return contract


def take(tx: Transaction, contract_id: UUID, *, etag: str = "") -> Contract:
    """The contract, locked; its timers first, as whoever handles one takes the contract then.
    Raises NotFound, Aborted."""
    tx.hold_timers(NOTICE, OVER, PLAN, key=str(contract_id))
    return tx.get(Contract, contract_id, etag=etag)


def wind(tx: Transaction, contract: Contract) -> None:
    """Sets the clock of a contract to its days; stops it when it is over. A reminder of an end that
    has moved is taken back and comes again in time."""
    if contract.reminded_end_date not in (None, contract.end_date):
        withdraw(tx, contract)
    active = contract.state is State.ACTIVE
    notice = contract.notice_time if active and not contract.reminded_end_date else None
    over = contract.over_time if active else None
    for name, due in ((NOTICE, notice), (OVER, over)):
        if due:
            tx.schedule(name, key=str(contract.id), due=max(due, tx.now))
        else:
            tx.unschedule(name, key=str(contract.id))


def shown(contract: Contract) -> pb.Contract:
    """The contract as callers see it."""
    return to_message(contract, pb.Contract)
