"""Playbooks (R12): a deal that enters a stage gets the activities its playbook names, once."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.reactions import reacts_to
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.activities.model import Activity, Kind
from services.deals.activities.model import State as Progress
from services.deals.activities.planning import MAIL, dropped, hold_clocks, shown, written
from services.deals.deals.model import Deal, StageVisit, State
from services.deals.pipelines.model import Pipeline

Entered = (
    events.DealCreated | events.DealMoved | events.DealWon | events.DealLost | events.DealReopened
)
#: What a subject says instead of the name.
WHOM = "{{contact}}"


class PlaybookReactions:
    """What follows when a deal enters a stage, and the mails that go out by themselves."""

    @reacts_to(
        events.DealCreated, events.DealMoved, events.DealWon, events.DealLost, events.DealReopened
    )
    def follow_playbook(self, fact: Entered, tx: Transaction) -> None:
        """Plans the steps of the stage that was entered; a closed deal needs no others."""
        deal = tx.session.get(Deal, UUID(fact.deal.id), with_for_update=True)
        visit = _visit(tx, fact.deal)
        if deal is None or deal.delete_time or visit is None:
            return
        if deal.state is not State.OPEN:
            _drop_earlier(tx, deal)
        if deal.state is State.OPEN or visit.leave_time is None:
            _plan(tx, deal, visit, fact.deal.pipeline_id)

    @on_timer(MAIL)
    def request_mail(self, timer: Timer, tx: Transaction) -> None:
        """The mail is due: notify sends it, and the step is done."""
        activity = tx.session.get(Activity, UUID(timer.key), with_for_update=True)
        if activity is None or not activity.mails_itself or activity.due_time > tx.now:
            return
        deal = tx.session.get(Deal, activity.deal_id)
        if deal is None or deal.delete_time:
            dropped(tx, activity)
            return
        activity.complete(tx.now, summary="", key_points=[], seconds=0)
        tx.flush()
        fact = events.PlaybookMailRequested(activity=shown(activity), deal_title=deal.title)
        tx.publish(fact, subject=activity)


def _visit(tx: Transaction, told: pb.Deal) -> StageVisit | None:
    """The stay in a stage that began when the fact was told."""
    entered = told.stage_enter_time.ToDatetime(tzinfo=UTC)
    stay = select(StageVisit).where(
        StageVisit.deal_id == UUID(told.id),
        StageVisit.stage_id == UUID(told.stage_id),
        StageVisit.enter_time == entered,
    )
    return tx.session.scalars(stay).first()


def _plan(tx: Transaction, deal: Deal, visit: StageVisit, pipeline_id: str) -> None:
    pipeline = tx.session.get(Pipeline, UUID(pipeline_id))
    stage = pipeline.stage(visit.stage_id) if pipeline else None
    of_visit = select(Activity.playbook_step_id).where(Activity.stage_visit_id == visit.id)
    planned = set(tx.session.scalars(of_visit))
    for step in (stage or {}).get("playbook", ()):
        if UUID(step["id"]) not in planned:
            written(tx, _activity(deal, visit, step))


def _activity(deal: Deal, visit: StageVisit, step: Mapping[str, Any]) -> Activity:
    """The step as something to do for the deal's owner; without a contact nobody can be mailed
    automatically, so somebody does it."""
    whom = deal.contact_name or deal.company_name or deal.title
    return Activity(
        kind=Kind(step["kind"]),
        subject=step["subject"].replace(WHOM, whom)[:200],
        due_time=visit.enter_time + timedelta(hours=step["delay_hours"]),
        owner_id=deal.owner_id,
        team_id=deal.team_id,
        deal_id=deal.id,
        contact_id=deal.contact_id,
        contact_name=deal.contact_name,
        source="playbook",
        template_key=step["template_key"] if deal.contact_id else "",
        playbook_step_id=UUID(step["id"]),
        stage_visit_id=visit.id,
    )


def _drop_earlier(tx: Transaction, deal: Deal) -> None:
    """What playbooks still wanted in stages the closed deal has left."""
    left = select(StageVisit.id).where(
        StageVisit.deal_id == deal.id, StageVisit.leave_time.is_not(None)
    )
    waiting = select(Activity).where(
        Activity.deal_id == deal.id,
        Activity.state == Progress.OPEN,
        Activity.stage_visit_id.in_(left),
    )
    for activity in tx.session.scalars(waiting).all():
        hold_clocks(tx, activity.id)
        tx.session.refresh(activity, with_for_update=True)
        if activity.state is Progress.OPEN:
            dropped(tx, activity)
