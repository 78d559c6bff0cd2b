"""The board: a pipeline's stages with their numbers, sums and first deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Numeric, Select, cast, func, select

from chassis import context
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import parse
from chassis.transaction import Transaction
from services.deals.deals.actions import FIELDS
from services.deals.deals.model import Deal, Stage, State
from services.deals.money import Money, sums
from services.deals.pipelines.actions import of_deal

DEFAULT_SIZE = 20
MAX_SIZE = 100
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its number (capped), its sums by currency, its first deals."""

    stage: Stage
    count: int
    sums: list[Money]
    deals: Sequence[Deal]


class Boards:
    """Boards of pipelines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, pipeline_id: UUID | None, filter_: str, size: int) -> tuple[UUID, list[Column]]:
        """The board of a pipeline, or of the default one. Raises NotFound, InvalidArgument."""
        if size < 0:
            raise InvalidArgument.of("page_size", "must not be negative")
        size = min(size or DEFAULT_SIZE, MAX_SIZE)
        with self._database.reading() as tx:
            pipeline = of_deal(tx, pipeline_id)
            me = context.current().identity.user_id
            passing = parse(filter_, FIELDS).where(Deal, now=tx.now, me=me)
            open_stages = [stage for stage in pipeline.stages if stage["kind"] == State.OPEN]
            return pipeline.id, [_column(tx, stage, passing, size) for stage in open_stages]


def _column(tx: Transaction, stage: Stage, passing: ColumnElement[bool], size: int) -> Column:
    here: Select[Deal] = tx.select(Deal).where(
        Deal.stage_id == UUID(stage["id"]), Deal.state == State.OPEN, passing
    )
    newest = here.order_by(Deal.stage_enter_time.desc(), Deal.id.desc()).limit(size)
    currency = Deal.amount["currency"].as_string()
    value = cast(Deal.amount["amount"].as_string(), Numeric)
    some = here.with_only_columns(currency.label("currency"), value.label("value"))
    capped = some.limit(COUNT_CAP).subquery()
    totals = select(capped.c.currency, func.sum(capped.c.value), func.count()).group_by(
        capped.c.currency
    )
    rows: list[tuple[str, Decimal, int]] = [tuple(row) for row in tx.session.execute(totals)]
    return Column(
        stage=stage,
        count=sum(row[2] for row in rows),
        sums=sums((row[0], row[1]) for row in rows),
        deals=tx.scalars(newest),
    )
