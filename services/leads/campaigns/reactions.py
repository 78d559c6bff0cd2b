"""What campaigns do by themselves: begin, go on step by step, and hear what became of messages."""

from uuid import UUID

from crm.notify.v1 import events_pb2 as notify
from sqlalchemy import select

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.campaigns import results, schedule, telling
from services.leads.campaigns.actions import tell_launch
from services.leads.campaigns.model import Campaign, State


class CampaignReactions:
    """The timers of campaigns and the ears for notify."""

    @on_timer(schedule.START)
    def start(self, timer: Timer, tx: Transaction) -> None:
        """Its moment has come; missed by hours, a person is to decide."""
        campaign = find(tx, timer.key)
        if campaign is None or campaign.state is not State.SCHEDULED:
            return
        if campaign.due(tx.now):
            first = campaign.launch_time is None
            campaign.begin(campaign.identity, tx.now)
            schedule.step(tx, campaign)
            if first:
                tell_launch(tx, campaign)

    @on_timer(schedule.STEP)
    def step(self, timer: Timer, tx: Transaction) -> None:
        """The next recipients; where to go on is written with them."""
        campaign = find(tx, timer.key)
        if campaign is None or campaign.state is not State.RUNNING:
            return
        obstacle = telling.obstacle(tx, campaign)
        if obstacle:
            campaign.state, campaign.state_reason = State.PAUSED, obstacle
        elif obstacle == "":
            schedule.step(tx, campaign, later=True)
        elif telling.step(tx, campaign):
            schedule.step(tx, campaign)

    @reacts_to(notify.MessageSent, notify.MessageHeld, notify.MessageFailed)
    def note_result(self, fact: results.Told, tx: Transaction) -> None:
        """What became of a recipient's message."""
        if fact.message.campaign_id and fact.message.contact_id:
            results.note(tx, fact)

    @reacts_to(
        notify.MessageOpened,
        notify.MessageClicked,
        notify.MessageBounced,
        notify.MessageComplained,
    )
    def note_deed(self, fact: results.Deed, tx: Transaction) -> None:
        """What a recipient did with the message, or their mail server."""
        if fact.message.campaign_id and fact.message.contact_id:
            results.note_deed(tx, fact)


def find(tx: Transaction, key: str) -> Campaign | None:
    """The campaign, locked; None when it was deleted."""
    query = select(Campaign).where(Campaign.id == UUID(key)).with_for_update()
    return tx.session.scalars(query.execution_options(populate_existing=True)).first()
