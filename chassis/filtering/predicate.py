"""The filter as a condition on one record in memory: an event, an entity, a message."""

import operator as operators
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chassis.filtering.fields import Field
from chassis.filtering.kinds import Date, Number
from chassis.filtering.nodes import And, Check, Node, Not, Or
from chassis.filtering.questions import Answers, Bound, Pattern, Scalar
from chassis.filtering.records import look_up

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def predicate(node: Node) -> Callable[[object], bool]:
    """What tells whether a record passes; a name it lacks is a field without a value."""
    return lambda record: passes(node, record)


def passes(node: Node, record: object) -> bool:
    """Whether the record passes. Questions must be resolved."""
    match node:
        case Check(field, question):
            return question.put(_value(field, record))
        case Not(part):
            return not passes(part, record)
        case And(parts):
            return all(passes(part, record) for part in parts)
        case Or(parts):
            return any(passes(part, record) for part in parts)


def _value(field: Field, record: object) -> "Answers[bool]":
    if not field.bag:
        value = field.kind.read(look_up(record, field.name))
    else:
        bag = look_up(record, field.bag)
        value = _read_json(field, bag.get(field.key) if isinstance(bag, Mapping) else None)
    return NOTHING if value is None else Value(value)


def _read_json(field: Field, raw: object) -> object | None:
    """JSON is taken at its word: a number in quotes is text, a date stays the text it is."""
    if isinstance(field.kind, Date):
        return raw or None if isinstance(raw, str) else None
    if isinstance(field.kind, Number) and isinstance(raw, str):
        return None
    return field.kind.read(raw)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is there, of the field's kind."""

    value: Any

    def present(self) -> bool:
        return True

    def same(self, values: tuple[Scalar, ...]) -> bool:
        return self.value in values

    def ordered(self, operator: str, value: Scalar) -> bool:
        return _ORDERS[operator](self.value, value)

    def like(self, pattern: Pattern) -> bool:
        text, wanted = str(self.value), pattern.text
        if pattern.fold:
            text, wanted = fold(text), fold(wanted)
        if pattern.star_before:
            return wanted in text if pattern.star_after else text.endswith(wanted)
        return text.startswith(wanted)

    def holds(self, values: tuple[str, ...]) -> bool:
        return any(value in self.value for value in values)

    def between(self, low: Bound | None, high: Bound | None) -> bool:
        value = self.value
        if isinstance(value, str):
            low, high = _iso(low), _iso(high)
        return (low is None or low <= value) and (high is None or value < high)

    def month_day(self, days: tuple[str, ...]) -> bool:
        return str(self.value)[-5:] in days


class _Nothing:
    """No value: every answer is no."""

    def _no(self, *_: object) -> bool:
        return False

    present = same = ordered = like = holds = between = month_day = _no


NOTHING = _Nothing()


def fold(text: str) -> str:
    """Small letters, character by character, exactly as lower() does it in PostgreSQL with the
    C.UTF-8 locale; a test compares the two for every character there is."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold, text))


def _fold(sign: str) -> str:
    if sign == "İ":
        return "i"
    small = sign.lower()
    return small if len(small) == 1 else sign


def _iso(bound: date | datetime | None) -> Any:
    return bound.isoformat() if bound else None
