"""What became of a campaign's messages: noted for each recipient, added up in few rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from crm.notify.v1 import events_pb2 as notify
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.transaction import Transaction
from services.leads.campaigns.model import SLOTS, CampaignRecipient, CampaignTally, RecipientState

Told = notify.MessageSent | notify.MessageHeld | notify.MessageFailed


@dataclass(frozen=True, slots=True)
class Results:
    """How many messages of a campaign came to each end."""

    sent_count: int = 0
    held_count: int = 0
    failed_count: int = 0


def note(tx: Transaction, fact: Told) -> None:
    """Notes the end of a message, the first one that is told."""
    message = fact.message
    state = _end(fact)
    campaign_id, contact_id = UUID(message.campaign_id), UUID(message.contact_id)
    mine = update(CampaignRecipient).where(
        CampaignRecipient.campaign_id == campaign_id,
        CampaignRecipient.contact_id == contact_id,
        CampaignRecipient.state == RecipientState.TOLD,
    )
    values = {
        "state": state,
        "reason": message.state_reason,
        "message_id": UUID(message.id),
        "update_time": tx.now,
    }
    noted = mine.values(values).returning(CampaignRecipient.id)
    if tx.execute(noted).first() is not None:
        _add(tx, campaign_id, contact_id.int % SLOTS, state)


def of(database: Database, ids: Sequence[UUID]) -> Mapping[UUID, Results]:
    """The results of some campaigns."""
    totals = (func.sum(CampaignTally.sent), func.sum(CampaignTally.held))
    query = select(CampaignTally.campaign_id, *totals, func.sum(CampaignTally.failed))
    some = query.where(CampaignTally.campaign_id.in_(ids)).group_by(CampaignTally.campaign_id)
    with database.reading() as tx:
        found = {row[0]: Results(*map(int, row[1:])) for row in tx.execute(some)}
    return {campaign_id: found.get(campaign_id, Results()) for campaign_id in ids}


def _end(fact: Told) -> RecipientState:
    if isinstance(fact, notify.MessageSent):
        return RecipientState.SENT
    held = isinstance(fact, notify.MessageHeld)
    return RecipientState.HELD if held else RecipientState.FAILED


def _add(tx: Transaction, campaign_id: UUID, slot: int, state: RecipientState) -> None:
    name = state.name.lower()
    first = {"sent": 0, "held": 0, "failed": 0} | {name: 1}
    row = insert(CampaignTally).values(campaign_id=campaign_id, slot=slot, **first)
    more = {name: getattr(CampaignTally, name) + 1}
    tx.execute(row.on_conflict_do_update(index_elements=["campaign_id", "slot"], set_=more))
