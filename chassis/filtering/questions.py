"""The questions a filter asks of values.

A question is put to whatever can answer it: a column (sql.py) or a value in memory
(predicate.py). Both implement Answers, so the two readings of the language lie side by side.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.errors import InvalidArgument
from chassis.filtering.times import Anniversary, Moment

A_co = TypeVar("A_co", covariant=True)

Scalar = str | Decimal | bool | UUID
Bound = date | datetime


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text to look for; `fold` ignores letter case, the stars say what may stand around it."""

    text: str
    star_before: bool
    star_after: bool
    fold: bool


class Answers(Protocol[A_co]):
    """Something questions can be put to."""

    def present(self) -> A_co:
        """Has it a value?"""

    def same(self, values: tuple[Scalar, ...]) -> A_co:
        """Is it one of these?"""

    def ordered(self, operator: str, value: Scalar) -> A_co:
        """Does it lie on that side (< <= > >=) of the value?"""

    def like(self, pattern: Pattern) -> A_co:
        """Does the text match?"""

    def holds(self, values: tuple[str, ...]) -> A_co:
        """Does the list hold one of these?"""

    def between(self, low: Bound | None, high: Bound | None) -> A_co:
        """Does it lie in low <= value < high?"""

    def month_day(self, days: tuple[str, ...]) -> A_co:
        """Does the date fall on one of these days of any year ("02-29")?"""


@dataclass(frozen=True, slots=True)
class Context:
    """What relative words stand for: now (aware; its time zone tells the days) and me."""

    now: datetime
    me: UUID | None = None


class Question:
    """What a check asks; relative ones are resolved for a context before they are put."""

    @property
    def relative(self) -> bool:
        """It says now, today, me or the like."""
        return False

    def resolve(self, _: Context) -> "Question":
        """The question without relative words."""
        return self

    def put(self, value: Answers[A_co]) -> A_co:
        """Asks it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Present(Question):
    """Has it a value?"""

    def put(self, value: Answers[A_co]) -> A_co:
        return value.present()


@dataclass(frozen=True)
class Same(Question):
    """Is it one of these?"""

    values: tuple[Scalar, ...]

    def put(self, value: Answers[A_co]) -> A_co:
        return value.same(self.values)


@dataclass(frozen=True)
class Mine(Question):
    """Is it the caller?"""

    @property
    def relative(self) -> bool:
        return True

    def resolve(self, context: Context) -> Question:
        if context.me is None:
            raise InvalidArgument.of("filter", "'me' stands for the signed-in user; nobody is")
        return Same((context.me,))


@dataclass(frozen=True)
class Ordered(Question):
    """Is it smaller or larger?"""

    operator: str
    value: Scalar

    def put(self, value: Answers[A_co]) -> A_co:
        return value.ordered(self.operator, self.value)


@dataclass(frozen=True)
class Like(Question):
    """Does the text match?"""

    pattern: Pattern

    def put(self, value: Answers[A_co]) -> A_co:
        return value.like(self.pattern)


@dataclass(frozen=True)
class Holds(Question):
    """Does the list hold one of these?"""

    values: tuple[str, ...]

    def put(self, value: Answers[A_co]) -> A_co:
        return value.holds(self.values)


@dataclass(frozen=True)
class Between(Question):
    """Does it lie in low <= value < high? None: no end on that side."""

    low: Bound | None
    high: Bound | None

    def put(self, value: Answers[A_co]) -> A_co:
        return value.between(self.low, self.high)


@dataclass(frozen=True)
class MonthDay(Question):
    """Is it one of these days of any year?"""

    days: tuple[str, ...]

    def put(self, value: Answers[A_co]) -> A_co:
        return value.month_day(self.days)


@dataclass(frozen=True)
class When(Question):
    """Does it lie in, before or after a moment? `dates`: the field knows days, not instants."""

    operator: str
    moment: Moment
    dates: bool

    @property
    def relative(self) -> bool:
        return self.moment.relative

    def resolve(self, context: Context) -> Question:
        if isinstance(self.moment, Anniversary):
            return MonthDay(self.moment.month_days(context.now))
        spans = self.moment.days if self.dates else self.moment.instants
        start, end = spans(context.now)
        return {
            "=": Between(start, end),
            "<": Between(None, start),
            "<=": Between(None, end),
            ">": Between(end, None),
            ">=": Between(start, None),
        }[self.operator]
