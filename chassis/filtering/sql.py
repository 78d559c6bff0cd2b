"""The filter as a SQL condition.

Conditions are for WHERE, where NULL counts as false: a check of a column without a value is NULL
or false. NOT is therefore never applied to a condition as it is, but to "condition IS TRUE", so
that every row passes either a filter or its opposite. Checks leave columns bare, so that indexes
serve them: B-trees (= < > in, times), GIN over arrays and JSONB (lists, custom fields) and
pg_trgm (text found by ":").
"""

import operator as operators
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    BinaryExpression,
    ColumnElement,
    Double,
    Enum,
    Float,
    Integer,
    Numeric,
    String,
    Text,
    and_,
    false,
    func,
    literal,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql.operators import is_not

from chassis.filtering.fields import Field
from chassis.filtering.kinds import Boolean as BooleanKind
from chassis.filtering.kinds import Choice, Kind, Tags
from chassis.filtering.kinds import Number as NumberKind
from chassis.filtering.nodes import And, Check, Node, Not, Or
from chassis.filtering.questions import Answers, Bound, Pattern, Scalar

Condition = ColumnElement[bool]

ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def condition(node: Node, model: Any) -> Condition:
    """The condition on the columns of `model`, a mapped class or an alias of one."""
    match node:
        case Check(field, question):
            return question.put(_column(field, model))
        case Not(part):
            return _opposite(condition(part, model))
        case And(parts):
            return and_(true(), *(condition(part, model) for part in parts))
        case Or(parts):
            return or_(false(), *(condition(part, model) for part in parts))


def _opposite(passed: Condition) -> Condition:
    """True where it is not; "has no value" is said as an index over such rows says it."""
    if isinstance(passed, BinaryExpression) and passed.operator is is_not:
        return is_true(passed.left.is_(None))
    return is_true(passed.is_not(True))


def _column(field: Field, model: Any) -> "Answers[Condition]":
    if field.bag:
        return Key(getattr(model, field.bag), field.key, field.kind)
    column = getattr(model, field.name) if field.column is None else field.column
    return Column(column, field.kind)


class Column:
    """A column that holds the value itself."""

    def __init__(self, column: Any, kind: Kind) -> None:
        self._column = column
        self._kind = kind

    def present(self) -> Condition:
        """Empty text, an empty list and an enum's UNSPECIFIED are no value."""
        if isinstance(self._kind, Tags):
            return func.cardinality(self._column) > 0
        if isinstance(self._kind, Choice) and self._kind.unspecified:
            unspecified = [self._bind(word) for word in self._kind.unspecified]
            return is_true(self._column.not_in(unspecified))
        if isinstance(self._column.type, String) and not isinstance(self._column.type, Enum):
            return not_empty(self._column)
        return is_true(self._column.is_not(None))

    def same(self, values: tuple[Scalar, ...]) -> Condition:
        return one_of(self._column, [self._bind(value) for value in values])

    def ordered(self, operator: str, value: Scalar) -> Condition:
        if isinstance(value, str):
            return text_order(self._column, operator, value)
        return is_true(ORDERS[operator](self._column, self._bind(value)))

    def like(self, pattern: Pattern) -> Condition:
        return matches(self._column, pattern)

    def holds(self, values: tuple[str, ...]) -> Condition:
        words = literal(list(values), ARRAY(Text()))
        if len(values) == 1:
            return is_true(self._column.contains(words))
        return is_true(self._column.overlap(words))

    def between(self, low: Bound | None, high: Bound | None) -> Condition:
        return within(self._column, low, high)

    def month_day(self, days: tuple[str, ...]) -> Condition:
        return one_of(func.to_char(self._column, "MM-DD"), list(days))

    def _bind(self, value: Scalar) -> ColumnElement[Any]:
        """The value in the type that an index of the column understands."""
        kept = self._column.type
        if isinstance(value, Decimal):
            return _number(value, kept)
        if isinstance(kept, Enum) and kept.enum_class is not None:
            return literal(kept.enum_class[str(value)], kept)
        return literal(value, Text() if isinstance(value, str) else kept)


class Key:
    """A key of a JSONB column. What is not of the field's kind is no value."""

    _TYPES: ClassVar[dict[type[Kind], str]] = {
        NumberKind: "number",
        BooleanKind: "boolean",
        Tags: "array",
    }

    def __init__(self, column: Any, key: str, kind: Kind) -> None:
        self._column = column
        self._key = key
        name = literal(key, Text())
        self._value = column.op("->", return_type=JSONB())(name)
        self._text = column.op("->>", return_type=Text())(name)
        self._type = self._TYPES.get(type(kind), "string")

    def present(self) -> Condition:
        if self._type == "string":
            return and_(self._typed(), not_empty(self._text))
        if self._type == "array":
            return and_(self._typed(), self._value != literal([], JSONB()))
        return self._typed()

    def same(self, values: tuple[Scalar, ...]) -> Condition:
        return or_(*(self._contains(_json(value)) for value in values))

    def ordered(self, operator: str, value: Scalar) -> Condition:
        if isinstance(value, str):
            return and_(self._typed(), text_order(self._text, operator, value))
        return and_(self._typed(), ORDERS[operator](self._value, literal(_json(value), JSONB())))

    def like(self, pattern: Pattern) -> Condition:
        return and_(self._typed(), matches(self._text, pattern))

    def holds(self, values: tuple[str, ...]) -> Condition:
        return or_(*(self._contains([value]) for value in values))

    def between(self, low: Bound | None, high: Bound | None) -> Condition:
        ends = (bound.isoformat() if bound else None for bound in (low, high))
        text = self._text.collate("C")
        return and_(self._typed(), not_empty(self._text), within(text, *ends))

    def month_day(self, days: tuple[str, ...]) -> Condition:
        return and_(self._typed(), one_of(func.right(self._text, 5), list(days)))

    def _typed(self) -> Condition:
        return is_true(func.jsonb_typeof(self._value) == self._type)

    def _contains(self, value: object) -> Condition:
        return is_true(self._column.contains(literal({self._key: value}, JSONB())))


def is_true(condition: Any) -> Condition:
    """The condition, for the type checker: operators of SQLAlchemy return Any here."""
    result: Condition = condition
    return result


def not_empty(text: Any) -> Condition:
    """It holds at least one character."""
    return is_true(text != literal("", Text()))


def one_of(column: Any, values: list[Any]) -> Condition:
    """It equals one of the values."""
    return is_true(column == values[0] if len(values) == 1 else column.in_(values))


def text_order(text: Any, operator: str, value: str) -> Condition:
    """Order by code point, whatever the database's own; an index must be declared with "C" too."""
    return and_(ORDERS[operator](text.collate("C"), literal(value, Text())), not_empty(text))


def matches(text: Any, pattern: Pattern) -> Condition:
    """LIKE, or ILIKE to ignore case, with the signs that have a meaning there escaped.

    Small letters are those of the database, also in a column that is sorted as people sort.
    """
    wanted = re.sub(r"[\\%_]", r"\\\g<0>", pattern.text)
    sought = f"{'%' * pattern.star_before}{wanted}{'%' * pattern.star_after}"
    plain = text.collate("default")
    return is_true(plain.ilike(sought) if pattern.fold else plain.like(sought))


def within(value: Any, low: Any, high: Any) -> Condition:
    """low <= value < high; None leaves an end open."""
    ends = []
    if low is not None:
        ends.append(value >= low)
    if high is not None:
        ends.append(value < high)
    return and_(*ends)


def _number(value: Decimal, kept: Any) -> ColumnElement[Any]:
    if isinstance(kept, Float):
        return literal(float(value), Double())
    whole = value == value.to_integral_value()
    if isinstance(kept, Integer) and whole:
        return literal(int(value), BigInteger())
    return literal(value, Numeric())


def _json(value: Scalar) -> object:
    """As JSON writes it: a number of 15 digits survives the way through a float."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
