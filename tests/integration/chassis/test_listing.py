"""Pages and counts on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import DateTime, Numeric, Text, Uuid, create_engine, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from chassis import context, filtering
from chassis.context import Call, system_call
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.identity import Identity, Reach
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from deploy.local.servers import PostgreSQL

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
TOKENS = PageTokens("a key")


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's name for it
        datetime: DateTime(timezone=True),
        Decimal: Numeric(),
        str: Text(),
        UUID: Uuid(),
    }


class Book(Base):
    __tablename__ = "books"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    pages: Mapped[int]
    price: Mapped[Decimal]
    print_date: Mapped[date]
    create_time: Mapped[datetime]
    owner_id: Mapped[UUID | None]


ORDERS = ["title", "pages", "price", "print_date", "create_time"]
BOOKS = Listing(
    Book,
    Fields(
        filtering.text("title"),
        filtering.number("pages"),
        filtering.time("create_time"),
        filtering.uuid("owner_id"),
    ),
    orders=ORDERS,
)
TITLES, SIZES, PRICES = ["", "a", "A", "ä", "b%"], [0, 1, 2], ["0.5", "1.25"]


@pytest.fixture(scope="module")
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    """A database with books, most of which share most of their values."""
    url = postgresql.database("books").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with Session(engine) as session:
        Base.metadata.create_all(session.connection())
        for day, (title, pages, price) in enumerate(product(TITLES, SIZES, PRICES)):
            session.add(
                Book(
                    title=title,
                    pages=pages,
                    price=Decimal(price),
                    print_date=date(2026, 1, 1 + day % 3),
                    create_time=NOW - timedelta(days=day % 7, microseconds=day % 2),
                )
            )
        session.flush()
        yield session
        session.rollback()
    engine.dispose()


@pytest.fixture(autouse=True)
def call() -> Iterator[Call]:
    with context.use(system_call("test")) as call:
        yield call


@pytest.fixture
def tx(session: Session) -> Transaction:
    return Transaction(session, now=NOW, service="library")


def page(tx: Transaction, query: Query) -> Page[Book]:
    return BOOKS.page(tx, select(Book), query, TOKENS)


def pages(tx: Transaction, query: Query) -> list[list[Book]]:
    """All pages from the first to the last."""
    found = [page(tx, query)]
    while token := found[-1].next_page_token:
        found.append(page(tx, replace(query, page_token=token)))
    return [each.items for each in found]


def books(tx: Transaction) -> list[Book]:
    return list(tx.session.scalars(select(Book)))


terms = st.sampled_from(["", " asc", " desc"])
orders = st.lists(st.sampled_from([*ORDERS, "id"]), min_size=1, unique=True).flatmap(
    lambda names: st.tuples(*(terms.map(name.__add__) for name in names))
)


@given(order=orders, page_size=st.integers(1, 40))
@settings(max_examples=60)
def test_the_pages_of_any_order_are_the_whole_list_in_order(
    session: Session, order: tuple[str, ...], page_size: int
) -> None:
    tx = Transaction(session, now=NOW, service="library")
    with context.use(system_call("test")):
        found = pages(tx, Query(page_size=page_size, order_by=", ".join(order)))
    assert all(len(items) == page_size for items in found[:-1])
    listed = [book for items in found for book in items]
    expected = books(tx)
    expected.sort(key=lambda book: book.id, reverse=order[-1].endswith("desc"))
    for part in reversed(order):
        name = part.split()[0]
        expected.sort(key=lambda book: getattr(book, name), reverse=part.endswith("desc"))  # noqa: B023
    assert listed == expected


def test_a_list_shows_the_newest_first(tx: Transaction) -> None:
    found = page(tx, Query()).items
    times = [book.create_time for book in found]
    assert times == sorted(times, reverse=True)


def test_the_last_page_may_be_full_and_has_no_next(tx: Transaction) -> None:
    assert page(tx, Query(page_size=30)).next_page_token == ""
    assert page(tx, Query(page_size=29)).next_page_token != ""


def test_a_page_begins_where_the_last_one_ended_even_when_that_row_is_gone(
    tx: Transaction,
) -> None:
    whole = page(tx, Query(page_size=30)).items
    first = page(tx, Query(page_size=5))
    with tx.session.begin_nested() as savepoint:
        tx.execute(delete(Book).where(Book.id == first.items[-1].id))
        second = page(tx, Query(page_size=5, page_token=first.next_page_token))
        savepoint.rollback()
    assert second.items == whole[5:10]


def test_pages_keep_to_the_filter(tx: Transaction) -> None:
    query = Query(page_size=2, filter="pages = 1 create_time > now-3d", order_by="title")
    found = [book for items in pages(tx, query) for book in items]
    assert found
    assert set(found) == {
        book for book in books(tx) if book.pages == 1 and book.create_time > NOW - timedelta(days=3)
    }


def test_me_is_the_caller(tx: Transaction) -> None:
    ada = Identity(kind="user", user_id=uuid4(), grants={"*": Reach.ALL})
    book = books(tx)[0]
    with tx.session.begin_nested() as savepoint:
        book.owner_id = ada.user_id
        tx.flush()
        with context.use(Call(identity=ada, permission="books.read")):
            assert page(tx, Query(filter="owner_id = me")).items == [book]
        savepoint.rollback()


@pytest.mark.parametrize(
    "changed",
    [{"filter": "pages = 1"}, {"order_by": "title desc"}, {"others": "deleted"}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_token_is_refused_when_the_question_changed(
    tx: Transaction, changed: dict[str, Any]
) -> None:
    query = Query(page_size=2, order_by="title")
    query = replace(query, page_token=page(tx, query).next_page_token)
    assert page(tx, query).items
    with pytest.raises(InvalidArgument, match="page_token"):
        page(tx, replace(query, **changed))


def test_a_token_is_refused_when_another_reach_shows_other_rows(tx: Transaction) -> None:
    token = page(tx, Query(page_size=2)).next_page_token
    own = Identity(kind="user", user_id=uuid4(), grants={"*": Reach.OWN})
    with (
        context.use(Call(identity=own, permission="books.read")),
        pytest.raises(InvalidArgument, match="page_token"),
    ):
        page(tx, Query(page_size=2, page_token=token))


def test_the_page_size_may_change_on_the_way(tx: Transaction) -> None:
    token = page(tx, Query(page_size=2)).next_page_token
    rest = page(tx, Query(page_size=40, page_token=token))
    assert len(rest.items) == 28


def test_an_export_reads_all_rows_of_a_filter_in_order(tx: Transaction) -> None:
    query = Query(filter="pages > 0", order_by="title desc, pages")
    rows = list(tx.session.scalars(BOOKS.select(tx, select(Book), query)))
    assert len(rows) == 20
    assert [(book.title, -book.pages) for book in rows] == sorted(
        [(book.title, -book.pages) for book in rows], reverse=True
    )


@pytest.mark.parametrize(
    ("cap", "count"),
    [
        (10_000, Count(30, False)),
        (30, Count(30, False)),
        (29, Count(29, True)),
        (1, Count(1, True)),
    ],
)
def test_a_count_stops_at_its_cap(tx: Transaction, cap: int, count: Count) -> None:
    assert BOOKS.count(tx, select(Book), cap=cap) == count


def test_a_count_keeps_to_the_filter_and_the_scope(tx: Transaction) -> None:
    scoped = select(Book).where(Book.title == "a").order_by(Book.title)
    assert BOOKS.count(tx, scoped, "pages = 1") == Count(2, capped=False)
