"""The kinds of values fields have: what may be asked of them, how they are written and read.

`literal` turns the text of a filter into a value; `read` does it for a value found in a record,
where anything of another kind counts as no value.
"""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import ClassVar
from uuid import UUID

from chassis.filtering import times
from chassis.filtering.questions import (
    Holds,
    Like,
    Mine,
    Ordered,
    Pattern,
    Question,
    Same,
    Scalar,
    When,
)
from chassis.filtering.tokens import Refusal, Token

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = 15
_BOOLEANS: Mapping[object, bool] = {"true": True, "false": False}
_ORDER = ("<", "<=", ">", ">=")


class Kind:
    """A kind of value; the operators it answers, and the word for it."""

    name: ClassVar[str]
    operators: ClassVar[tuple[str, ...]]
    expects: ClassVar[str]

    def literal(self, token: Token) -> Scalar:
        """The value written in a filter. Raises Refusal."""
        raise NotImplementedError

    def read(self, raw: object) -> object | None:
        """The value found in a record; None when there is none, or one of another kind."""
        raise NotImplementedError

    def ask(self, operator: str, token: Token) -> Question:
        """The question an operator of this kind asks with one value. Raises Refusal."""
        value = self.literal(token)
        return Same((value,)) if operator == "=" else Ordered(operator, value)

    def refuse(self, token: Token) -> Refusal:
        """Why a value is not understood."""
        return Refusal(f"expected {self.expects}, not {token.text!r}", token.start)


def plain(token: Token) -> Token:
    """The token, which must have no wildcard. Raises Refusal."""
    if token.starred:
        raise Refusal("'*' has no meaning here; write \"\\*\" for the sign itself", token.start)
    return token


class Text(Kind):
    """Characters; empty text is no value."""

    name = "text"
    operators = ("=", "!=", ":", "in", *_ORDER)
    expects = "text"

    def literal(self, token: Token) -> str:
        return plain(token).text

    def read(self, raw: object) -> str | None:
        return raw if isinstance(raw, str) and raw else None

    def ask(self, operator: str, token: Token) -> Question:
        if operator == ":":
            anywhere = not token.starred
            before, after = token.star_before or anywhere, token.star_after or anywhere
            return Like(Pattern(token.text, before, after, fold=True))
        if operator == "=" and token.starred:
            return Like(Pattern(token.text, token.star_before, token.star_after, fold=False))
        return super().ask(operator, token)


class Number(Kind):
    """A finite number; compared exactly."""

    name = "number"
    operators = ("=", "!=", "in", *_ORDER)
    expects = "a number"

    def literal(self, token: Token) -> Decimal:
        if not _NUMBER.fullmatch(plain(token).text):
            raise self.refuse(token)
        value = Decimal(token.text)
        digits = "".join(map(str, value.as_tuple().digits)).strip("0")
        if digits and (len(digits) > _DIGITS or abs(value.adjusted()) > _DIGITS):
            raise Refusal(f"numbers have at most {_DIGITS} digits", token.start)
        return value.normalize() if digits else Decimal(0)

    def read(self, raw: object) -> Decimal | None:
        """Floats count as the shortest decimal that names them, as in JSON."""
        if isinstance(raw, bool):
            return None
        if isinstance(raw, float):
            return Decimal(repr(raw)) if math.isfinite(raw) else None
        if isinstance(raw, int | Decimal):
            return number if (number := Decimal(raw)).is_finite() else None
        return Decimal(raw) if isinstance(raw, str) and _NUMBER.fullmatch(raw) else None


class Boolean(Kind):
    """true or false."""

    name = "boolean"
    operators = ("=", "!=")
    expects = "true or false"

    def literal(self, token: Token) -> bool:
        try:
            return _BOOLEANS[plain(token).text]
        except KeyError:
            raise self.refuse(token) from None

    def read(self, raw: object) -> bool | None:
        return raw if isinstance(raw, bool) else None


class Uuid(Kind):
    """The id of a record; `me` is the signed-in user."""

    name = "id"
    operators = ("=", "!=", "in")
    expects = "an id (a UUID) or me"

    def literal(self, token: Token) -> UUID:
        if not _UUID.fullmatch(plain(token).text):
            raise self.refuse(token)
        return UUID(token.text)

    def read(self, raw: object) -> UUID | None:
        if isinstance(raw, str) and _UUID.fullmatch(raw):
            return UUID(raw)
        return raw if isinstance(raw, UUID) else None

    def ask(self, operator: str, token: Token) -> Question:
        return Mine() if token.word("me") else super().ask(operator, token)


class Choice(Kind):
    """One of some words. An enum's member that ends in UNSPECIFIED, as in protos, is no value."""

    name = "choice"
    operators = ("=", "!=", "in")

    def __init__(self, options: type[Enum] | Iterable[str]) -> None:
        self.enum = isinstance(options, type)
        names = tuple(options.__members__ if isinstance(options, type) else options)
        self.unspecified = tuple(name for name in names if self.enum and unspecified(name))
        self.options = tuple(name for name in names if name not in self.unspecified)

    def literal(self, token: Token) -> str:
        if plain(token).text not in self.options:
            words = ", ".join(self.options)
            raise Refusal(f"expected one of {words}, not {token.text!r}", token.start)
        return token.text

    def read(self, raw: object) -> str | None:
        word = raw.name if isinstance(raw, Enum) else raw
        if not isinstance(word, str) or (self.enum and unspecified(word)):
            return None
        return word or None


def unspecified(name: str) -> bool:
    """It is the name proto enums give to "not said"."""
    return name == "UNSPECIFIED" or name.endswith("_UNSPECIFIED")


class _Temporal(Kind):
    """What times and dates have in common."""

    operators = ("=", "!=", "in", *_ORDER)
    dates: ClassVar[bool]

    def ask(self, operator: str, token: Token) -> Question:
        try:
            moment = times.moment(plain(token).text)
        except ValueError as error:
            raise Refusal(f"{token.text!r}: {error}", token.start) from None
        if moment is None or isinstance(moment, times.Instant if self.dates else times.Anniversary):
            raise self.refuse(token)
        if isinstance(moment, times.Anniversary) and operator != "=":
            raise Refusal("'anniversary' goes with = or !=", token.start)
        return When(operator, moment, self.dates)


class Time(_Temporal):
    """An instant, to the microsecond."""

    name = "time"
    expects = "a time (2026-11-21T09:30:00Z), a date, or words such as now-7d, today or last_month"
    dates = False

    def read(self, raw: object) -> datetime | None:
        if isinstance(raw, str):
            try:
                moment = times.moment(raw)
            except ValueError:
                return None
            return moment.time if isinstance(moment, times.Instant) else None
        if not isinstance(raw, datetime):
            return None
        return raw if raw.tzinfo else raw.replace(tzinfo=UTC)


class Date(_Temporal):
    """A day of the calendar."""

    name = "date"
    expects = "a date (2026-11-21) or words such as today-7d, this_week or anniversary"
    dates = True

    def read(self, raw: object) -> date | None:
        if isinstance(raw, str):
            try:
                moment = times.moment(raw)
            except ValueError:
                return None
            return moment.day if isinstance(moment, times.Day) else None
        return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


class Tags(Kind):
    """A list of words; an empty list is no value. `options`: the only words there are, if told."""

    name = "list"
    operators = (":", "in")

    def __init__(self, options: Iterable[str] = ()) -> None:
        self.options = tuple(options)

    def literal(self, token: Token) -> str:
        word = plain(token).text
        if self.options and word not in self.options:
            raise Refusal(f"expected one of {', '.join(self.options)}, not {word!r}", token.start)
        return word

    def read(self, raw: object) -> tuple[object, ...] | None:
        if isinstance(raw, str | bytes | Mapping) or not isinstance(raw, Iterable):
            return None
        return tuple(raw) or None

    def ask(self, operator: str, token: Token) -> Question:  # noqa: ARG002 -- there is but one
        return Holds((self.literal(token),))
