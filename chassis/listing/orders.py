"""The order of a list: an allow-list of columns, the id last, and the place where a page begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, tuple_

from chassis.errors import InvalidArgument

MAX_LENGTH = 500


@dataclass(frozen=True)
class Order:
    """One column of an order."""

    name: str
    column: Any
    descending: bool

    @property
    def clause(self) -> ColumnElement[Any]:
        """For ORDER BY."""
        clause: ColumnElement[Any] = self.column.desc() if self.descending else self.column.asc()
        return clause


class Orders:
    """The orders a list offers. Raises ValueError for a column that is missing or may be NULL:
    rows without a value have no place in a keyset."""

    def __init__(self, model: Any, names: Iterable[str], default: str) -> None:
        columns = model.__mapper__.columns
        self._offered = {"id": model.id}
        for name in names:
            if name not in columns or columns[name].nullable:
                raise ValueError(f"{model.__name__}.{name} is no column that always has a value")
            self._offered[name] = getattr(model, name)
        self._default = default
        self.parse("")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns one may order by."""
        return tuple(self._offered)

    def parse(self, order_by: str) -> tuple[Order, ...]:
        """The columns to order by, the id last in the direction of the one before it.

        Raises InvalidArgument naming order_by.
        """
        if len(order_by) > MAX_LENGTH:
            raise InvalidArgument.of("order_by", f"has at most {MAX_LENGTH} characters")
        text = order_by if order_by.strip() else self._default
        orders = [self._order(part) for part in text.split(",")]
        names = [order.name for order in orders]
        if len(set(names)) < len(names):
            raise InvalidArgument.of("order_by", "names a field twice")
        if "id" not in names:
            orders.append(Order("id", self._offered["id"], orders[-1].descending))
        return tuple(orders)

    def _order(self, part: str) -> Order:
        match part.split():
            case [name] | [name, "asc"] if name in self._offered:
                return Order(name, self._offered[name], descending=False)
            case [name, "desc"] if name in self._offered:
                return Order(name, self._offered[name], descending=True)
        raise InvalidArgument.of(
            "order_by",
            f"{part.strip()[:60]!r} is none of {', '.join(self._offered)}, each maybe with ' desc'",
        )


def after(orders: Sequence[Order], values: Sequence[object]) -> ColumnElement[bool]:
    """The rows that come after the one with these values.

    In one direction that is a comparison of rows, which a B-tree over the same columns answers.
    """
    bound = [literal(value, o.column.type) for o, value in zip(orders, values, strict=True)]
    columns = [order.column for order in orders]
    if len({order.descending for order in orders}) == 1:
        row, place = tuple_(*columns), tuple_(*bound)
        return row < place if orders[0].descending else row > place
    steps = [
        and_(*(c == b for c, b in zip(columns[:i], bound, strict=False)), _beyond(order, bound[i]))
        for i, order in enumerate(orders)
    ]
    return and_(_not_before(orders[0], bound[0]), or_(*steps))


def _beyond(order: Order, value: Any) -> ColumnElement[bool]:
    beyond: ColumnElement[bool] = order.column < value if order.descending else order.column > value
    return beyond


def _not_before(order: Order, value: Any) -> ColumnElement[bool]:
    """What an index over the first column can use when directions are mixed."""
    here: ColumnElement[bool] = order.column <= value if order.descending else order.column >= value
    return here
