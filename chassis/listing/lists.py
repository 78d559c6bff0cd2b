"""A list of a resource: what it can be filtered and ordered by, its pages and its capped count."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message
from sqlalchemy import Select, func, select

from chassis import context, scope
from chassis.custom_fields import Definition
from chassis.errors import InvalidArgument
from chassis.filtering import Fields, parse
from chassis.listing.orders import Order, Orders, after
from chassis.listing.tokens import PageTokens
from chassis.transaction import Transaction

R = TypeVar("R")

DEFAULT_SIZE = 50
MAX_SIZE = 200
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    """What a caller asks of a list.

    page_size: 0 for the default, more than 200 is 200. others: all else the request says, such as
    a parent or show_deleted; a token is only good for the same.
    """

    page_size: int = 0
    page_token: str = ""
    order_by: str = ""
    filter: str = ""
    others: str = ""

    @classmethod
    def of(cls, request: Message) -> "Query":
        """The query in a List, Count or Export request; fields a request lacks stay empty."""
        known = request.DESCRIPTOR.fields_by_name
        names = [
            name for name in ("page_size", "page_token", "order_by", "filter") if name in known
        ]
        rest = type(request)()
        rest.CopyFrom(request)
        for name in names:
            rest.ClearField(name)
        others = hashlib.sha256(rest.SerializeToString(deterministic=True)).hexdigest()
        return cls(**{name: getattr(request, name) for name in names}, others=others)

    @property
    def size(self) -> int:
        """How many items a page has. Raises InvalidArgument naming page_size."""
        if self.page_size < 0:
            raise InvalidArgument.of("page_size", "must not be negative")
        return min(self.page_size or DEFAULT_SIZE, MAX_SIZE)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some items and the token of the next page, "" on the last one."""

    items: list[R]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; capped: there are more than `count`."""

    count: int
    capped: bool


class Listing(Generic[R]):
    """A list of a mapped class with an `id`.

    orders: columns callers may order by; none may be NULL (ValueError), and each deserves an
    index over (column, id). default: the order when a caller names none.
    """

    def __init__(
        self,
        model: type[R],
        fields: Fields,
        *,
        orders: Iterable[str],
        default: str = "create_time desc",
    ) -> None:
        self.model: Any = model
        self.fields = fields
        self.orders = Orders(model, orders, default)

    def page(
        self,
        tx: Transaction,
        scoped: Select[R],
        query: Query,
        tokens: PageTokens,
        *,
        definitions: Iterable[Definition] = (),
    ) -> Page[R]:
        """One page of the rows of `scoped` that pass the query's filter.

        definitions: the custom fields its filter may name. Raises InvalidArgument naming
        page_size, page_token, order_by or filter.
        """
        size, orders = query.size, self.orders.parse(query.order_by)
        bound_to = self._bound_to(query)
        statement = self._passing(tx, scoped, query.filter, definitions)
        if query.page_token:
            types = [order.column.type.python_type for order in orders]
            place = tokens.read(query.page_token, bound_to=bound_to, types=types)
            statement = statement.where(after(orders, place))
        items = list(tx.session.scalars(_ordered(statement, orders).limit(size + 1)))
        if len(items) <= size:
            return Page(items, "")
        last = [getattr(items[size - 1], order.name) for order in orders]
        return Page(items[:size], tokens.make(last, bound_to=bound_to))

    def select(
        self,
        tx: Transaction,
        scoped: Select[R],
        query: Query,
        *,
        definitions: Iterable[Definition] = (),
    ) -> Select[R]:
        """All the rows a query finds, in its order: for exports and jobs, which read in streams.

        Raises InvalidArgument naming order_by or filter.
        """
        orders = self.orders.parse(query.order_by)
        return _ordered(self._passing(tx, scoped, query.filter, definitions), orders)

    def count(
        self,
        tx: Transaction,
        scoped: Select[R],
        filter_: str = "",
        *,
        definitions: Iterable[Definition] = (),
        cap: int = COUNT_CAP,
    ) -> Count:
        """How many rows pass the filter, counting no further than `cap`.

        Raises InvalidArgument naming filter.
        """
        passing = self._passing(tx, scoped, filter_, definitions)
        ids = passing.with_only_columns(self.model.id, maintain_column_froms=True)
        some = ids.order_by(None).limit(cap + 1).subquery()
        found = tx.session.scalar(select(func.count()).select_from(some)) or 0
        return Count(min(found, cap), capped=found > cap)

    def _passing(
        self,
        tx: Transaction,
        scoped: Select[R],
        filter_: str,
        definitions: Iterable[Definition],
    ) -> Select[R]:
        parsed = parse(filter_, self.fields, definitions)
        me = context.current().identity.user_id
        return scoped.where(parsed.where(self.model, now=tx.now, me=me))

    def _bound_to(self, query: Query) -> list[str]:
        reach = scope.digest(context.current())
        return [self.model.__name__, query.filter, query.order_by, query.others, reach]


def _ordered(statement: Select[R], orders: Sequence[Order]) -> Select[R]:
    return statement.order_by(None).order_by(*(order.clause for order in orders))
