"""The journey in numbers: bounded queries over the contacts in scope, none over all rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Subquery, exists, extract, func, literal, select, union_all
from sqlalchemy.orm import aliased

from chassis import context, scope
from chassis.database import Database
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.follow_up.model import FirstTouch
from services.leads.lifecycle.model import LifecycleChange

SPAN = timedelta(days=90)
#: How far people in a stage are counted.
COUNTED = 10_000
#: How many steps, and first touches, a report looks at: the newest.
LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Stage:
    """How many people are in a stage; capped: there are more."""

    stage: LifecycleStage
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Step:
    """How many people went from a stage to another; rate: of all who left it or are in it."""

    from_stage: LifecycleStage
    to_stage: LifecycleStage
    count: int
    rate: float
    median_seconds: int


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """How long people waited for the first touch, half of them shorter, in seconds."""

    count: int
    median_seconds: int
    median_business_seconds: int


@dataclass(frozen=True, slots=True)
class Report:
    """The journey; capped: there were more steps than a report looks at."""

    stages: Sequence[Stage]
    steps: Sequence[Step]
    response_times: ResponseTimes
    capped: bool


class Journey:
    """Numbers over contacts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def report(self, since: date | None) -> Report:
        """The journey since a day, 90 days ago if None, of the contacts in scope."""
        with self._database.reading() as tx:
            start = datetime.combine(since, time(), UTC) if since else tx.now - SPAN
            stages = _stages(tx)
            rows = _steps(tx, start)
            steps = _rated(stages, rows)
            looked_at = sum(step.count for step in steps)
            return Report(stages, steps, _response_times(tx, start), looked_at >= LOOKED_AT)


def _stages(tx: Transaction) -> list[Stage]:
    """Each stage by itself, so that the index over it bounds the work."""
    some = [
        tx.select(Contact)
        .where(Contact.lifecycle_stage == stage)
        .with_only_columns(literal(stage.value).label("stage"))
        .limit(COUNTED + 1)
        .subquery()
        for stage in LifecycleStage
    ]
    every = union_all(*(select(each.c.stage, func.count()).group_by(each.c.stage) for each in some))
    rows: list[tuple[str, int]] = [tuple(row) for row in tx.execute(every)]
    found = Counter(dict(rows))
    return [
        Stage(stage, min(found[stage.value], COUNTED), found[stage.value] > COUNTED)
        for stage in LifecycleStage
    ]


def _readable(contact_id: object) -> object:
    reach = scope.condition(Contact, context.current())
    return exists().where(Contact.id == contact_id, Contact.delete_time.is_(None), reach)


def _newest_steps(start: datetime) -> Subquery:
    mine = _readable(LifecycleChange.contact_id)
    newest = select(LifecycleChange).where(LifecycleChange.occur_time >= start, mine)  # type: ignore[arg-type]  # an EXISTS is a condition
    return newest.order_by(LifecycleChange.occur_time.desc()).limit(LOOKED_AT).subquery()


def _steps(tx: Transaction, start: datetime) -> list[tuple[str, str, int, float]]:
    """(from, to, how many, median seconds in `from`): since the step before, or the beginning."""
    step, earlier = _newest_steps(start), aliased(LifecycleChange)
    before = (
        select(func.max(earlier.occur_time))
        .where(earlier.contact_id == step.c.contact_id, earlier.occur_time < step.c.occur_time)
        .scalar_subquery()
    )
    stayed = extract("epoch", step.c.occur_time - func.coalesce(before, Contact.create_time))
    query = (
        select(
            step.c.old_stage,
            step.c.new_stage,
            func.count(),
            func.percentile_cont(0.5).within_group(stayed),
        )
        .join(Contact, Contact.id == step.c.contact_id)
        .group_by(step.c.old_stage, step.c.new_stage)
    )
    return [tuple(row) for row in tx.session.execute(query)]


def _rated(stages: Sequence[Stage], rows: list[tuple[str, str, int, float]]) -> list[Step]:
    passed = Counter({stage.stage: stage.count for stage in stages})
    for old, _, count, _ in rows:
        passed[LifecycleStage(old)] += count
    steps = [
        Step(
            LifecycleStage(old),
            LifecycleStage(new),
            count,
            count / passed[LifecycleStage(old)],
            int(median or 0),
        )
        for old, new, count, median in rows
    ]
    return sorted(steps, key=lambda step: (-step.count, step.from_stage, step.to_stage))


def _response_times(tx: Transaction, start: datetime) -> ResponseTimes:
    mine = _readable(FirstTouch.contact_id)
    newest = select(FirstTouch).where(FirstTouch.touch_time >= start, mine)  # type: ignore[arg-type]  # an EXISTS is a condition
    some = newest.order_by(FirstTouch.touch_time.desc()).limit(LOOKED_AT).subquery()
    half = func.percentile_cont(0.5)
    query = select(
        func.count(),
        half.within_group(some.c.seconds).label("seconds"),
        half.within_group(some.c.business_seconds).label("business_seconds"),
    )
    count, seconds, business = tx.session.execute(query.select_from(some)).one()
    return ResponseTimes(count, int(seconds or 0), int(business or 0))
