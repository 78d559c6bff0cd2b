"""The summary duty (R2) and the welcome call after a deal is won."""

from datetime import timedelta
from uuid import UUID

from crm.deals.v1 import events_pb2 as events

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.activities.model import Activity
from services.deals.activities.planning import SUMMARY, plan, shown
from services.deals.deals.model import Deal

WELCOME_CALL = timedelta(days=1)


class ActivityReactions:
    """What sales is reminded of."""

    @on_timer(SUMMARY)
    def miss_summary(self, timer: Timer, tx: Transaction) -> None:
        """A day after the talk: the owner is told, the manager sees it."""
        activity = tx.session.get(Activity, UUID(timer.key), with_for_update=True)
        if activity is None or activity.summary_due_time is None:
            return
        if activity.summary_due_time > tx.now:
            return
        activity.missed = True
        tx.flush()
        tx.publish(events.SummaryMissed(activity=shown(activity)), subject=activity)

    @reacts_to(events.DealWon)
    def plan_welcome(self, fact: events.DealWon, tx: Transaction) -> None:
        """A won deal begins with a call."""
        deal = tx.session.get(Deal, UUID(fact.deal.id))
        if deal is not None:
            whom = deal.contact_name or deal.company_name or deal.title
            plan(
                tx,
                deal,
                deal_id=deal.id,
                subject=f"Welcome call with {whom}",
                due=tx.now + WELCOME_CALL,
                source="playbook",
            )
