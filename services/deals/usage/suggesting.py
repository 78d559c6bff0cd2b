"""Suggests a larger plan to the account manager, once a month (R5)."""

from datetime import UTC, datetime, timedelta

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import usage_pb2 as pb
from sqlalchemy import func, select

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.activities.planning import plan
from services.deals.contracts import signing
from services.deals.contracts.model import Contract, State, midnight
from services.deals.usage.model import POLICY_ID, UsagePolicy, UsageRecord, month_before

#: How long the account manager has for the talk.
TALK_DUE = timedelta(days=2)


def policy(tx: Transaction) -> UsagePolicy:
    """The policy in force."""
    return tx.session.get_one(UsagePolicy, POLICY_ID)


def consider(tx: Transaction, contract: Contract) -> None:
    """Looks at the newest month of a locked contract whose timers are held; when its plan is too
    young, looks again on the day it is not."""
    if contract.state is not State.ACTIVE:
        return
    records = _newest(tx, contract)
    for record in records:
        record.limit = contract.limit_of(record.metric)
    rules = policy(tx)
    near = [record for record in records if rules.exceeded(record)]
    if not near or any(record.suggest_time for record in records):
        return
    mature = midnight(rules.mature_date(contract.plan_since))
    if mature > tx.now:
        tx.schedule(signing.PLAN, key=str(contract.id), due=mature)
    else:
        _suggest(tx, contract, max(near, key=lambda record: record.percent))


def shown(record: UsageRecord) -> pb.UsageRecord:
    """The record as callers see it."""
    return to_message(record, pb.UsageRecord)


def _newest(tx: Transaction, contract: Contract) -> list[UsageRecord]:
    """What is known of the newest month, unless that is long past."""
    theirs = UsageRecord.contract_id == contract.id
    newest = select(func.max(UsageRecord.period)).where(theirs).scalar_subquery()
    recent = UsageRecord.period >= month_before(tx.now)
    found = select(UsageRecord).where(theirs, UsageRecord.period == newest, recent)
    return list(tx.session.scalars(found.order_by(UsageRecord.metric)))


def _suggest(tx: Transaction, contract: Contract, record: UsageRecord) -> None:
    record.suggest_time = tx.now
    tx.flush()
    month = datetime.strptime(record.period, "%Y-%m").replace(tzinfo=UTC)
    used = f"{record.percent:.0f}% of {record.metric} used in {month:%B %Y}"
    plan(
        tx,
        contract,
        deal_id=contract.deal_id,
        subject=f"Offer a larger plan for “{contract.title[:120]}”: {used}",
        due=tx.now + TALK_DUE,
        source="usage",
    )
    fact = events.UpgradeSuggested(contract=signing.shown(contract), record=shown(record))
    tx.publish(fact, subject=contract)
