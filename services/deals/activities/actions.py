"""The use cases of activities. Each method is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from crm.deals.v1 import events_pb2 as events
from sqlalchemy import Select

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.transaction import Transaction
from services.deals.activities.model import PROMISE_DUE, TALKS, Activity, Kind, State
from services.deals.activities.planning import dropped, hold_clocks, set_clocks, shown, written
from services.deals.contacts_copy.names import hold, name_of
from services.deals.deals.model import Deal

FIELDS = Fields(
    *map(filtering.text, ("subject", "summary", "contact_name", "source")),
    *map(filtering.uuid, ("id", "owner_id", "team_id", "deal_id", "contact_id")),
    *map(filtering.time, ("due_time", "done_time", "create_time", "update_time")),
    filtering.choice("kind", Kind),
    filtering.choice("state", State),
    filtering.boolean("missed"),
    search=("subject", "summary", "contact_name"),
)
LISTING = Listing(
    Activity, FIELDS, orders=("due_time", "create_time", "update_time"), default="due_time"
)
#: How many of each sort a day shows.
SHOWN = 100


KeyPoints = list[dict[str, Any]]


class Activities:
    """What can be done with activities."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, activity_id: UUID) -> Activity:
        """One activity. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Activity, activity_id)

    def list(self, query: Query) -> Page[Activity]:
        """A page of activities. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Activity), query, self._tokens)

    def today(self, time_zone: str) -> Mapping[str, Sequence[Activity]]:
        """The caller's day: overdue, due_today, without_summary, promises."""
        if time_zone and time_zone not in available_timezones():
            raise InvalidArgument.of("time_zone", "must be a time zone like Europe/Berlin")
        with self._database.reading() as tx:
            end = _midnight_after(tx.now, time_zone or "UTC")
            mine = _mine(tx)
            todo = mine.where(Activity.state == State.OPEN)
            return {
                "overdue": _first(tx, todo.where(Activity.due_time < tx.now)),
                "due_today": _first(
                    tx, todo.where(Activity.due_time >= tx.now, Activity.due_time < end)
                ),
                "without_summary": _first(
                    tx,
                    mine.where(
                        Activity.kind.in_(TALKS),
                        Activity.summary == "",
                        Activity.due_time < tx.now,
                    ),
                ),
                "promises": _first(tx, todo.where(Activity.source == "promise")),
            }

    def create(self, values: Values) -> Activity:
        """A new activity. Raises InvalidArgument, NotFound."""
        with self._database.transaction() as tx:
            activity = Activity(kind=Kind(values["kind"]))
            activity.change(_belonging(tx, owned(values)), tx.now)
            hold(tx, [activity.contact_id])
            activity.contact_name = name_of(tx, activity.contact_id)
            written(tx, activity)
            _keep_promises(tx, activity, activity.key_points)
        return activity

    def update(self, activity_id: UUID, changes: Values, *, etag: str = "") -> Activity:
        """Sets what is named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            hold_clocks(tx, activity_id)
            activity = tx.get(Activity, activity_id, etag=etag)
            was_done = activity.state is State.DONE
            activity.change(_belonging(tx, changes), tx.now)
            if "contact_id" in changes:
                activity.contact_name = name_of(tx, activity.contact_id)
            tx.flush()
            set_clocks(tx, activity)
            if activity.state is State.DONE and not was_done:
                tx.publish(events.ActivityLogged(activity=shown(activity)), subject=activity)
        return activity

    def complete(
        self,
        activity_id: UUID,
        *,
        summary: str,
        key_points: KeyPoints,
        done_time: datetime | None,
        seconds: int,
        etag: str = "",
    ) -> Activity:
        """Is done; promises become tasks. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            hold_clocks(tx, activity_id)
            activity = tx.get(Activity, activity_id, etag=etag)
            at = min(done_time or tx.now, tx.now)
            activity.complete(at, summary=summary, key_points=key_points, seconds=seconds)
            tx.flush()
            set_clocks(tx, activity)
            tx.publish(events.ActivityLogged(activity=shown(activity)), subject=activity)
            _keep_promises(tx, activity, key_points)
        return activity

    def delete(self, activity_id: UUID, *, etag: str = "") -> None:
        """Removes an activity. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            hold_clocks(tx, activity_id)
            activity = tx.get(Activity, activity_id, etag=etag)
            dropped(tx, activity)


def _belonging(tx: Transaction, values: Values) -> Values:
    """The values with the contact of the deal, when only the deal is named. Raises NotFound."""
    if not values.get("deal_id"):
        return values
    deal = tx.session.scalars(tx.select(Deal).where(Deal.id == values["deal_id"])).first()
    if deal is None:
        raise InvalidArgument.of("deal_id", "there is no such deal")
    return {**values, "contact_id": values.get("contact_id") or deal.contact_id}


def _keep_promises(tx: Transaction, activity: Activity, key_points: KeyPoints) -> None:
    """Each promise becomes a task of whoever made it."""
    for point in key_points:
        if point.get("kind") != "PROMISE":
            continue
        due = point.get("due_time")
        task = Activity(
            kind=Kind.TASK,
            subject=point["text"][:200],
            due_time=datetime.fromisoformat(due) if due else tx.now + PROMISE_DUE,
            owner_id=activity.owner_id,
            team_id=activity.team_id,
            deal_id=activity.deal_id,
            contact_id=activity.contact_id,
            contact_name=activity.contact_name,
            source="promise",
        )
        written(tx, task)


def _mine(tx: Transaction) -> Select[Activity]:
    me = context.current().identity.user_id
    return tx.select(Activity).where(Activity.owner_id == me)


def _first(tx: Transaction, statement: Select[Activity]) -> list[Activity]:
    return tx.scalars(statement.order_by(Activity.due_time, Activity.id).limit(SHOWN))


def _midnight_after(now: datetime, zone: str) -> datetime:
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)
