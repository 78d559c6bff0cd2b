"""What every change of a deal leaves behind: its stay in a stage, and a fact."""

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from google.protobuf.message import Message
from sqlalchemy import update

from chassis.changes import Changes, as_struct
from chassis.ids import uuid7
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.deals.model import Deal, StageVisit


def shown(deal: Deal, tx: Transaction) -> pb.Deal:
    """The deal as callers see it now."""
    return to_message(deal, pb.Deal, stuck=deal.stuck(tx.now))


def created(tx: Transaction, deal: Deal) -> None:
    """A new deal in its first stage."""
    tx.flush()
    _visit(tx, deal)
    tx.publish(events.DealCreated(deal=shown(deal, tx)), subject=deal)


def changed(tx: Transaction, deal: Deal, changes: Changes) -> None:
    """Fields changed, if any did."""
    if changes:
        tx.flush()
        fact = events.DealUpdated(deal=shown(deal, tx), changes=as_struct(changes))
        tx.publish(fact, subject=deal)


def entered(tx: Transaction, deal: Deal, fact: Message) -> None:
    """The deal went to another stage, for the reason the fact tells."""
    tx.flush()
    open_visit = update(StageVisit).where(
        StageVisit.deal_id == deal.id, StageVisit.leave_time.is_(None)
    )
    tx.execute(open_visit.values(leave_time=tx.now))
    _visit(tx, deal)
    told(tx, deal, fact)


def told(tx: Transaction, deal: Deal, fact: Message) -> None:
    """Tells the fact with the deal in it."""
    tx.flush()
    fact.deal.CopyFrom(shown(deal, tx))  # type: ignore[attr-defined]  # every fact here has a deal
    tx.publish(fact, subject=deal)


def _visit(tx: Transaction, deal: Deal) -> None:
    tx.session.add(
        StageVisit(
            id=uuid7(),
            deal_id=deal.id,
            stage_id=deal.stage_id,
            stage_name=deal.stage_name,
            enter_time=tx.now,
        )
    )
