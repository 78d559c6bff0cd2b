"""The reports, each one query over the deals in scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Numeric, case, cast, exists, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from chassis.database import Database
from chassis.errors import InvalidArgument, NotFound
from chassis.transaction import Transaction
from services.deals.deals.model import Deal, LossReason, StageVisit, State, WinReason
from services.deals.money import Money, sums
from services.deals.pipelines.actions import of_deal
from services.deals.pipelines.model import StageKind, StageRow

ReasonColumn = InstrumentedAttribute[WinReason | None] | InstrumentedAttribute[LossReason | None]

DEFAULT_SPAN = timedelta(days=365)
DEFAULT_SIZE = 20
DEFAULT_LISTED = 50
MAX_SIZE = 200


@dataclass(frozen=True, slots=True)
class StageNumbers:
    """One stage: deals that entered, went on, were lost from it; median stay in seconds."""

    stage_id: str
    name: str
    entered: int
    advanced: int
    lost: int
    median_seconds: int


@dataclass(frozen=True, slots=True)
class Reason:
    """How many deals ended for a reason, and what they were worth."""

    reason: str
    count: int
    sums: list[Money]


class Reports:
    """Numbers over deals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stages(self, pipeline_id: UUID | None, since: date | None) -> list[StageNumbers]:
        """Stage by stage, in the pipeline's order. Raises NotFound."""
        with self._database.reading() as tx:
            pipeline = of_deal(tx, pipeline_id)
            found = {row[0]: row for row in tx.execute(_visits(tx, pipeline.id, since))}
            return [
                _numbers(stage["id"], stage["name"], found.get(UUID(stage["id"])))
                for stage in pipeline.stages
                if stage["kind"] == StageKind.OPEN
            ]

    def behind(
        self, stage_id: UUID, number: str, since: date | None, size: int
    ) -> tuple[datetime, Sequence[Deal]]:
        """The time, and the deals a number of a stage counts. Raises NotFound, InvalidArgument."""
        if size < 0:
            raise InvalidArgument.of("page_size", "must not be negative")
        with self._database.reading() as tx:
            if not tx.session.get(StageRow, stage_id):
                raise NotFound("STAGE_NOT_FOUND", "There is no such stage.")
            went_on, lost = _fates()
            visited = select(StageVisit.deal_id, func.max(StageVisit.enter_time).label("at")).where(
                StageVisit.stage_id == stage_id, StageVisit.enter_time >= _from(tx, since)
            )
            if number in {"ADVANCED", "LOST"}:
                visited = visited.where(went_on if number == "ADVANCED" else lost)
            counted = visited.group_by(StageVisit.deal_id).subquery()
            deals = tx.select(Deal).join(counted, counted.c.deal_id == Deal.id)
            newest = deals.order_by(counted.c.at.desc(), Deal.id)
            return tx.now, tx.scalars(newest.limit(min(size or DEFAULT_LISTED, MAX_SIZE)))

    def stuck(self, size: int) -> Sequence[Deal]:
        """Open deals past their stage's days, the longest first. Raises InvalidArgument."""
        if size < 0:
            raise InvalidArgument.of("page_size", "must not be negative")
        with self._database.reading() as tx:
            late = tx.select(Deal).where(Deal.state == State.OPEN, Deal.stuck_time <= tx.now)
            ordered = late.order_by(Deal.stuck_time, Deal.id)
            return tx.scalars(ordered.limit(min(size or DEFAULT_SIZE, MAX_SIZE)))

    def outcomes(self, since: date | None) -> tuple[list[Reason], list[Reason]]:
        """Won and lost deals by reason, the most frequent first."""
        with self._database.reading() as tx:
            return (
                _reasons(tx, State.WON, Deal.win_reason, since),
                _reasons(tx, State.LOST, Deal.loss_reason, since),
            )


def _visits(tx: Transaction, pipeline_id: UUID, since: date | None):  # type: ignore[no-untyped-def]  # a Select of five columns says nothing a reader needs
    deal = tx.select(Deal).subquery()
    went_on, lost = _fates()
    stay = extract("epoch", StageVisit.leave_time - StageVisit.enter_time)
    return (
        select(
            StageVisit.stage_id,
            func.count(StageVisit.deal_id.distinct()),
            func.count(case((went_on, StageVisit.deal_id)).distinct()),
            func.count(case((lost, StageVisit.deal_id)).distinct()),
            func.percentile_cont(0.5).within_group(stay),
        )
        .join(deal, deal.c.id == StageVisit.deal_id)
        .where(deal.c.pipeline_id == pipeline_id, StageVisit.enter_time >= _from(tx, since))
        .group_by(StageVisit.stage_id)
    )


def _fates() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of a visit: the deal went on from there; the deal was lost from there."""
    later = aliased(StageVisit)
    went_on = exists().where(
        later.deal_id == StageVisit.deal_id,
        later.enter_time >= StageVisit.leave_time,
        later.stage_id == StageRow.id,
        StageRow.kind != StageKind.LOST,
    )
    lost = exists().where(
        later.deal_id == StageVisit.deal_id,
        later.enter_time == StageVisit.leave_time,
        later.stage_id == StageRow.id,
        StageRow.kind == StageKind.LOST,
    )
    return went_on, lost


def _numbers(stage_id: str, name: str, row: Sequence[object] | None) -> StageNumbers:
    if row is None:
        return StageNumbers(stage_id, name, 0, 0, 0, 0)
    _, entered, advanced, lost, median = row
    return StageNumbers(
        stage_id,
        name,
        int(str(entered)),
        int(str(advanced)),
        int(str(lost)),
        int(float(str(median or 0))),
    )


def _reasons(
    tx: Transaction,
    state: State,
    reason: ReasonColumn,
    since: date | None,
) -> list[Reason]:
    currency = Deal.amount["currency"].as_string()
    value = cast(Deal.amount["amount"].as_string(), Numeric)
    closed = tx.select(Deal).where(Deal.state == state, Deal.close_time >= _from(tx, since))
    grouping = closed.with_only_columns(reason, currency, func.count(), func.sum(value))
    rows: list[tuple[StrEnum | None, str, int, Decimal]] = [
        tuple(row) for row in tx.session.execute(grouping.group_by(reason, currency))
    ]
    grouped: dict[str, list[tuple[str, int, Decimal]]] = {}
    for name, unit, number, total in rows:
        grouped.setdefault(name or "", []).append((unit, number, total))
    found = [
        Reason(name, sum(row[1] for row in each), sums((row[0], row[2]) for row in each))
        for name, each in grouped.items()
    ]
    return sorted(found, key=lambda each: (-each.count, each.reason))


def _from(tx: Transaction, since: date | None) -> datetime:
    return datetime.combine(since, time(), UTC) if since else tx.now - DEFAULT_SPAN
