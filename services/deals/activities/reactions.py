"""The summary duty (R2)."""

from uuid import UUID

from crm.deals.v1 import events_pb2 as events

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.activities.model import Activity
from services.deals.activities.planning import SUMMARY, shown


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
