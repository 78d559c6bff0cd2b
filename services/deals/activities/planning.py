"""How activities come into being by themselves, and their clocks: summaries (R2), mails."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm.deals.v1 import activities_pb2 as pb
from crm.deals.v1 import events_pb2 as events
from google.protobuf.json_format import ParseDict

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.activities.model import Activity, Kind, State

#: The timers of an activity: its summary is missing; its mail goes out.
SUMMARY, MAIL = "activity.summary", "activity.mail"


class About(Protocol):
    """What a task is planned for: a deal or a contract."""

    owner_id: UUID | None
    team_id: UUID | None
    contact_id: UUID | None
    contact_name: str


def plan(
    tx: Transaction,
    about: About,
    *,
    deal_id: UUID | None,
    subject: str,
    due: datetime,
    source: str,
) -> Activity:
    """A task for whoever is responsible for a deal or a contract."""
    task = Activity(
        kind=Kind.TASK,
        subject=subject,
        due_time=due,
        owner_id=about.owner_id,
        team_id=about.team_id,
        deal_id=deal_id,
        contact_id=about.contact_id,
        contact_name=about.contact_name,
        source=source,
    )
    return written(tx, task)


def written(tx: Transaction, activity: Activity) -> Activity:
    """Writes a new activity, tells the fact, starts its clocks."""
    tx.add(activity)
    tx.flush()
    set_clocks(tx, activity)
    kind = events.ActivityLogged if activity.state is State.DONE else events.ActivityScheduled
    tx.publish(kind(activity=shown(activity)), subject=activity)
    return activity


def set_clocks(tx: Transaction, activity: Activity) -> None:
    """Sets the clocks that ask for a summary and send a mail, or stops them."""
    due = activity.summary_due_time
    if due is None or activity.missed:
        tx.unschedule(SUMMARY, key=str(activity.id))
    else:
        tx.schedule(SUMMARY, key=str(activity.id), due=max(due, tx.now))
    if activity.mails_itself:
        tx.schedule(MAIL, key=str(activity.id), due=max(activity.due_time, tx.now))
    elif activity.template_key:
        tx.unschedule(MAIL, key=str(activity.id))


def hold_clocks(tx: Transaction, activity_id: UUID) -> None:
    """Before an activity is locked to be changed: its clocks come first, as in the worker."""
    tx.hold_timers(SUMMARY, MAIL, key=str(activity_id))


def dropped(tx: Transaction, activity: Activity) -> None:
    """Takes an activity away, with its clocks."""
    for timer in (SUMMARY, MAIL):
        tx.unschedule(timer, key=str(activity.id))
    tx.session.delete(activity)


def shown(activity: Activity) -> pb.Activity:
    """The activity as callers see it."""
    points = [ParseDict(point, pb.KeyPoint()) for point in activity.key_points]
    return to_message(activity, pb.Activity, key_points=points)
