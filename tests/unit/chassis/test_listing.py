"""Lists without a database: what a query says, which orders there are, what a token is good for."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
from crm.leads.v1 import contacts_pb2, timeline_pb2
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, PageTokens, Query
from chassis.listing.orders import Orders
from tests.harness.filters import Stage

TOKENS = PageTokens("a key")
BOUND = ["Book", "pages > 3", "title", "", "all"]
VALUES = [
    datetime(2026, 6, 10, 12, 0, 0, 1, tzinfo=UTC),
    date(2026, 6, 10),
    UUID("01937b5e-7c00-7000-8000-00000000000a"),
    Decimal("1250.00"),
    Stage.LEAD,
    0.30000000000000004,
    "ä\n😀",
    10**18,
    True,
]
TYPES = [Stage if isinstance(value, Enum) else type(value) for value in VALUES]


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "unit_books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    pages: Mapped[int]
    price: Mapped[Decimal | None]


ORDERS = Orders(Book, ["title", "pages"], "pages desc")


@pytest.mark.parametrize(
    ("asked", "size"), [(0, 50), (1, 1), (200, 200), (201, 200), (2**31 - 1, 200)]
)
def test_a_page_has_fifty_items_unless_asked_and_never_more_than_two_hundred(
    asked: int, size: int
) -> None:
    assert Query(page_size=asked).size == size


def test_a_page_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="page_size: must not be negative"):
        _ = Query(page_size=-1).size


def test_a_query_takes_what_the_request_says() -> None:
    request = contacts_pb2.ListContactsRequest(
        page_size=7, page_token="abc", order_by="email", filter="score = 1"
    )
    query = Query.of(request)
    assert (query.page_size, query.page_token) == (7, "abc")
    assert (query.order_by, query.filter) == ("email", "score = 1")


def test_a_query_tells_apart_what_else_was_asked() -> None:
    def asked(**fields: object) -> str:
        return Query.of(timeline_pb2.ListTimelineRequest(**fields)).others

    assert asked(contact_id="a") != asked(contact_id="b")
    assert asked(contact_id="a", page_size=3, page_token="x") == asked(contact_id="a")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", "pages DESC, id DESC"),
        ("  ", "pages DESC, id DESC"),
        ("title", "title ASC, id ASC"),
        ("title asc", "title ASC, id ASC"),
        (" title   desc ,pages", "title DESC, pages ASC, id ASC"),
        ("title, id desc", "title ASC, id DESC"),
    ],
)
def test_an_order_ends_with_the_id(text: str, clauses: str) -> None:
    told = ", ".join(str(order.clause) for order in ORDERS.parse(text))
    assert told.replace("unit_books.", "") == clauses


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("price", "'price' is none of id, title, pages"),
        ("title;DROP TABLE unit_books", "is none of"),
        ("title DESC", "'title DESC' is none of"),
        ("title desc desc", "is none of"),
        ("Title", "is none of"),
        ("title,", "'' is none of"),
        (",", "is none of"),
        ("title, title desc", "names a field twice"),
        ("title," * 100, "at most 500 characters"),
    ],
)
def test_an_order_that_is_not_offered_is_refused(text: str, told: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        ORDERS.parse(text)
    [violation] = caught.value.violations
    assert violation.field == "order_by"
    assert told in violation.description


@given(st.text())
def test_any_order_is_understood_or_refused(text: str) -> None:
    try:
        assert ORDERS.parse(text)[-1].name in ("id", "title", "pages")
    except InvalidArgument:
        return


@pytest.mark.parametrize("name", ["price", "missing"])
def test_a_column_that_may_be_empty_cannot_be_offered(name: str) -> None:
    with pytest.raises(ValueError, match=f"Book.{name} is no column that always has a value"):
        Listing(Book, Fields(), orders=[name], default="id")


def test_a_default_must_be_offered() -> None:
    with pytest.raises(InvalidArgument):
        Listing(Book, Fields(), orders=["title"], default="pages")


def test_a_token_brings_back_its_values() -> None:
    token = TOKENS.make(VALUES, bound_to=BOUND)
    found = TOKENS.read(token, bound_to=BOUND, types=TYPES)
    assert found == VALUES
    assert [type(value) for value in found] == [type(value) for value in VALUES]


@pytest.mark.parametrize("changed", range(len(BOUND)))
def test_a_token_is_good_for_the_same_question_only(changed: int) -> None:
    token = TOKENS.make(VALUES, bound_to=BOUND)
    other = [*BOUND[:changed], "other", *BOUND[changed + 1 :]]
    with pytest.raises(InvalidArgument, match="page_token: is no token of this list"):
        TOKENS.read(token, bound_to=other, types=TYPES)


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        PageTokens("another key").read(
            TOKENS.make([1], bound_to=BOUND), bound_to=BOUND, types=[int]
        )


def test_a_token_changed_anywhere_is_refused() -> None:
    token = TOKENS.make([1, "a"], bound_to=BOUND)
    for place, sign in enumerate(token[:-1]):
        changed = f"{token[:place]}{'A' if sign != 'A' else 'B'}{token[place + 1 :]}"
        with pytest.raises(InvalidArgument):
            TOKENS.read(changed, bound_to=BOUND, types=[int, str])


def test_a_token_of_columns_that_have_changed_since_is_refused() -> None:
    token = TOKENS.make(["LOST"], bound_to=BOUND)
    for types in ([Stage], [datetime], [UUID], [Decimal], [str, int]):
        with pytest.raises(InvalidArgument):
            TOKENS.read(token, bound_to=BOUND, types=types)


@given(st.text() | st.binary().map(lambda raw: raw.hex()))
def test_anything_else_is_no_token(text: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        TOKENS.read(text, bound_to=BOUND, types=[int])
    assert caught.value.violations[0].field == "page_token"
    assert caught.value.reason == "INVALID_PAGE_TOKEN"
