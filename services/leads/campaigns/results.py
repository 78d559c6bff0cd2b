"""What became of a campaign's messages: noted for each recipient, added up in few rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC
from typing import Any
from uuid import UUID

from crm.notify.v1 import events_pb2 as notify
from sqlalchemy import Update, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.transaction import Transaction
from services.leads.campaigns.model import SLOTS, CampaignRecipient, CampaignTally, RecipientState

Told = notify.MessageSent | notify.MessageHeld | notify.MessageFailed
SENT = RecipientState.SENT
Deed = (
    notify.MessageOpened | notify.MessageClicked | notify.MessageBounced | notify.MessageComplained
)
#: What happened with a message that went out: since when, and what counts it.
DEEDS: Mapping[type[Any], tuple[str, str]] = {
    notify.MessageOpened: ("open_time", "opened"),
    notify.MessageClicked: ("click_time", "clicked"),
    notify.MessageBounced: ("bounce_time", "bounced"),
    notify.MessageComplained: ("complaint_time", "complained"),
}


@dataclass(frozen=True, slots=True)
class Results:
    """How many messages of a campaign came to each end, and how many people did what."""

    sent_count: int = 0
    held_count: int = 0
    failed_count: int = 0
    opened_count: int = 0
    clicked_count: int = 0
    bounced_count: int = 0
    complained_count: int = 0


def note(tx: Transaction, fact: Told) -> None:
    """Notes the end of a message, the first one that is told. One that was given up goes out all
    the same when its sender comes back, or when a person sends it again: then that is its end.
    """
    message = fact.message
    end = _end(fact)
    campaign_id, contact_id = UUID(message.campaign_id), UUID(message.contact_id)
    values = {
        "state": end,
        "reason": message.state_reason,
        "message_id": UUID(message.id),
        "update_time": tx.now,
    }
    recipient = _recipient(campaign_id, contact_id).values(values).returning(CampaignRecipient.id)
    slot = contact_id.int % SLOTS
    for before in (RecipientState.TOLD, RecipientState.FAILED)[: 2 if end is SENT else 1]:
        if tx.execute(recipient.where(CampaignRecipient.state == before)).first() is not None:
            _add(tx, campaign_id, slot, end.name.lower())
            if before is RecipientState.FAILED:
                _add(tx, campaign_id, slot, "failed", -1)
            return


def note_deed(tx: Transaction, fact: Deed) -> None:
    """Notes what happened with a message, the first time; it may be heard of before its end is."""
    message = fact.message
    column, tally = DEEDS[type(fact)]
    campaign_id, contact_id = UUID(message.campaign_id), UUID(message.contact_id)
    first = _recipient(campaign_id, contact_id).where(getattr(CampaignRecipient, column).is_(None))
    moment = getattr(message, column).ToDatetime(tzinfo=UTC)
    noted = first.values({column: moment, "update_time": tx.now}).returning(CampaignRecipient.id)
    if tx.execute(noted).first() is not None:
        _add(tx, campaign_id, contact_id.int % SLOTS, tally)


def of(database: Database, ids: Sequence[UUID]) -> Mapping[UUID, Results]:
    """The results of some campaigns."""
    names = [each.name.removesuffix("_count") for each in fields(Results)]
    totals = [func.sum(getattr(CampaignTally, name)) for name in names]
    query = select(CampaignTally.campaign_id, *totals)
    some = query.where(CampaignTally.campaign_id.in_(ids)).group_by(CampaignTally.campaign_id)
    with database.reading() as tx:
        found = {row[0]: Results(*map(int, row[1:])) for row in tx.execute(some)}
    return {campaign_id: found.get(campaign_id, Results()) for campaign_id in ids}


def _end(fact: Told) -> RecipientState:
    if isinstance(fact, notify.MessageSent):
        return RecipientState.SENT
    held = isinstance(fact, notify.MessageHeld)
    return RecipientState.HELD if held else RecipientState.FAILED


def _recipient(campaign_id: UUID, contact_id: UUID) -> Update:
    return update(CampaignRecipient).where(
        CampaignRecipient.campaign_id == campaign_id, CampaignRecipient.contact_id == contact_id
    )


def _add(tx: Transaction, campaign_id: UUID, slot: int, name: str, number: int = 1) -> None:
    """So many more of a tally. The row's other numbers begin with 0."""
    numbers = {each.name.removesuffix("_count"): 0 for each in fields(Results)} | {name: number}
    row = insert(CampaignTally).values(campaign_id=campaign_id, slot=slot, **numbers)
    more = {name: getattr(CampaignTally, name) + number}
    tx.execute(row.on_conflict_do_update(index_elements=["campaign_id", "slot"], set_=more))
