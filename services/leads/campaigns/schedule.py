"""When a campaign begins and goes on."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.transaction import Transaction
from services.leads.campaigns.model import Campaign

START = "leads.campaign.start"
STEP = "leads.campaign.step"
#: How long it waits for a segment whose members are being collected.
A_MOMENT = timedelta(seconds=1)


def start(tx: Transaction, campaign: Campaign, at: datetime) -> None:
    """It begins by itself at that time."""
    tx.schedule(START, key=str(campaign.id), due=at)


def step(tx: Transaction, campaign: Campaign, *, later: bool = False) -> None:
    """The next recipients, now or in a moment."""
    due = tx.now + A_MOMENT if later else tx.now
    tx.schedule(STEP, key=str(campaign.id), due=due, bulk=True)


def take(tx: Transaction, campaign_id: UUID, *, etag: str = "") -> Campaign:
    """The campaign, locked; its timers first, as a step has them. Raises NotFound, Aborted."""
    tx.hold_timers(START, STEP, key=str(campaign_id))
    return tx.get(Campaign, campaign_id, etag=etag)


def stop(tx: Transaction, campaign: Campaign) -> None:
    """Nothing of it happens by itself."""
    for name in (START, STEP):
        tx.unschedule(name, key=str(campaign.id))
