"""The summary duty (R2), and the talk with whoever would not recommend us (R19)."""

from datetime import timedelta
from uuid import UUID

from crm.deals.v1 import events_pb2 as events
from crm.tickets.v1 import events_pb2 as tickets

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.activities.model import Activity, Kind
from services.deals.activities.planning import SUMMARY, shown, written

#: Whoever answers so, or less, from 0 to 10, would not recommend us.
DETRACTOR = 6
#: When they are to be called.
CALL_DUE = timedelta(days=1)


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

    @reacts_to(tickets.NpsSurveyAnswered)
    def talk_to_detractor(self, fact: tickets.NpsSurveyAnswered, tx: Transaction) -> None:
        """Who would not recommend us is called by whoever they belong to (R19), once for each
        survey: who said so before is called already."""
        survey = fact.survey
        before = fact.previous_score if fact.HasField("previous_score") else None
        if survey.score > DETRACTOR or (before is not None and before <= DETRACTOR):
            return
        whom = survey.contact_name or survey.contact_email
        task = Activity(
            kind=Kind.TASK,
            subject=f"Ask {whom} what went wrong: {survey.score} of 10"[:200],
            due_time=tx.now + CALL_DUE,
            owner_id=UUID(survey.owner_id) if survey.owner_id else None,
            team_id=UUID(survey.team_id) if survey.team_id else None,
            contact_id=UUID(survey.contact_id),
            contact_name=survey.contact_name,
            source="survey",
        )
        written(tx, task)
