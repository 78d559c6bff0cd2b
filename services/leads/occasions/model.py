"""Which occasions there are, and when somebody's next one is."""

from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.local_time import Limits, fitting
from chassis.transaction import Transaction
from services.leads.tables import Table

#: The one policy there is; a migration made it.
THE_ONE = UUID("01937b5e-0000-7000-8000-000000000060")
#: When greetings go out, where the person is.
MORNING = time(9)
#: Somebody is missed once in so long.
ONCE_IN = timedelta(days=90)
#: What could not be said in time is still said so much later; a birthday only on its day.
GRACE = timedelta(days=7)
#: Who is reminded of a cart later than this has long forgotten it.
CART_GRACE = timedelta(days=2)


#: What of the policy says how long something lasts.
LENGTHS = ("absence_days", "loyalty_months", "cart_hours")


class Kind(StrEnum):
    """An occasion."""

    BIRTHDAY = "BIRTHDAY"
    ABSENCE = "ABSENCE"
    LOYALTY = "LOYALTY"
    CART = "CART"


class OccasionPolicy(Table, Entity, kw_only=True):
    """Which occasions there are, and the template of notify that each sends."""

    __tablename__ = "occasion_policy"

    birthday_enabled: Mapped[bool] = mapped_column(default=False)
    birthday_template_key: Mapped[str] = mapped_column(default="")
    absence_enabled: Mapped[bool] = mapped_column(default=False)
    absence_template_key: Mapped[str] = mapped_column(default="")
    absence_days: Mapped[int] = mapped_column(default=30)
    loyalty_enabled: Mapped[bool] = mapped_column(default=False)
    loyalty_template_key: Mapped[str] = mapped_column(default="")
    loyalty_months: Mapped[int] = mapped_column(default=6)
    cart_enabled: Mapped[bool] = mapped_column(default=False)
    cart_template_key: Mapped[str] = mapped_column(default="")
    cart_hours: Mapped[int] = mapped_column(default=24)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        keys = [f"{kind.lower()}_template_key" for kind in self.kinds]
        refused = [Violation(name, "is required") for name in keys if not getattr(self, name)]
        lengths = [name for name in LENGTHS if not getattr(self, name)]
        if refused := [*refused, *(Violation(name, "must be at least 1") for name in lengths)]:
            raise InvalidArgument.many(refused)

    @property
    def kinds(self) -> list[Kind]:
        """The occasions that are on."""
        return [kind for kind in Kind if getattr(self, f"{kind.lower()}_enabled")]

    def template_key(self, kind: Kind) -> str:
        """What is sent on an occasion."""
        key: str = getattr(self, f"{kind.lower()}_template_key")
        return key


class OccasionMark(Table, kw_only=True):
    """When somebody last had an occasion."""

    __tablename__ = "occasion_marks"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(primary_key=True)
    mark_time: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Cart:
    """What somebody put together and has not bought. begin: the first thing; filled: the last."""

    begin: datetime
    filled: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """What occasions go by. active: when the person last did something; customer: since when they
    are one; marks: when they last had each occasion; cart: the one that is left.
    """

    zone: tzinfo
    born: date | None
    active: datetime
    customer: datetime | None
    marks: Mapping[Kind, datetime]
    cart: Cart | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """From `begin` until before `end` something is to be said."""

    kind: Kind
    begin: datetime
    end: datetime


def occasions(policy: OccasionPolicy, life: Life, now: datetime) -> Iterator[Occasion]:
    """The next of each kind that is on and is not over: it may have begun."""
    for kind in policy.kinds:
        match kind:
            case Kind.BIRTHDAY:
                yield from _birthday(life, now)
            case Kind.ABSENCE:
                yield from _absence(policy, life, now)
            case Kind.LOYALTY:
                yield from _loyalty(policy, life, now)
            case Kind.CART:
                yield from _cart(policy, life, now)


def look_again(policy: OccasionPolicy, life: Life, now: datetime) -> datetime:
    """When the next occasion begins, or may have come into sight. Who is active moves nothing:
    an absence is looked for often enough to be found when it is due."""
    found = [each.begin for each in occasions(policy, life, now)]
    return min([*found, now + timedelta(days=policy.absence_days)])


def _birthday(life: Life, now: datetime) -> Iterator[Occasion]:
    if life.born is None:
        return
    this_year = now.astimezone(life.zone).year
    for year in (this_year, this_year + 1):
        day = _birthday_in(life.born, year)
        midnight, next_midnight = (_local(day + timedelta(days=days), life.zone) for days in (0, 1))
        mark = life.marks.get(Kind.BIRTHDAY)
        if next_midnight > now and (mark is None or mark < midnight):
            begin = fitting(midnight, life.zone, Limits(time_of_day=MORNING))
            yield Occasion(Kind.BIRTHDAY, begin, next_midnight)
            return


def _absence(policy: OccasionPolicy, life: Life, now: datetime) -> Iterator[Occasion]:
    begin = life.active + timedelta(days=policy.absence_days)
    if mark := life.marks.get(Kind.ABSENCE):
        if mark >= life.active:  # missed in this absence already
            return
        begin = max(begin, mark + ONCE_IN)
    if now < begin + GRACE:
        yield Occasion(Kind.ABSENCE, begin, begin + GRACE)


def _loyalty(policy: OccasionPolicy, life: Life, now: datetime) -> Iterator[Occasion]:
    mark = life.marks.get(Kind.LOYALTY)
    if life.customer is None or (mark and mark >= life.customer):
        return
    local = life.customer.astimezone(life.zone).date()
    begin = fitting(
        _local(_months_after(local, policy.loyalty_months), life.zone),
        life.zone,
        Limits(time_of_day=MORNING),
    )
    if now < begin + GRACE:
        yield Occasion(Kind.LOYALTY, begin, begin + GRACE)


def _cart(policy: OccasionPolicy, life: Life, now: datetime) -> Iterator[Occasion]:
    mark = life.marks.get(Kind.CART)
    if life.cart is None or (mark and mark >= life.cart.begin):  # reminded of this one already
        return
    begin = life.cart.filled + timedelta(hours=policy.cart_hours)
    if now < begin + CART_GRACE:
        yield Occasion(Kind.CART, begin, begin + CART_GRACE)


def _birthday_in(born: date, year: int) -> date:
    leap_day = (born.month, born.day) == (2, 29)
    return date(year, 2, 28) if leap_day and not isleap(year) else born.replace(year=year)


def _months_after(day: date, months: int) -> date:
    """The same day of the month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _local(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def policy(tx: Transaction) -> OccasionPolicy:
    """The policy in force."""
    return tx.session.scalars(select(OccasionPolicy).where(OccasionPolicy.id == THE_ONE)).one()
