"""Filters and pages leave indexes usable: PostgreSQL answers them without reading the table."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Select, create_engine, event, select, text

from chassis import filtering
from chassis.listing.orders import Order, after
from deploy.local.servers import PostgreSQL
from tests.harness.filters import DEFINITIONS, FIELDS, ME, NOW, Base, Thing

INDEXES = """
INSERT INTO things
  (id, name, city, score, ratio, amount, seen_time, birth_date, stage, tags, custom_fields)
SELECT i, md5(i::text), 'city' || i, i, i, i, timestamptz '2020-01-01Z' + i * interval '1 h',
  date '1990-01-01' + i, 'STAGE' || i, array['tag' || i],
  jsonb_build_object('motto', i::text, 'seats', i)
FROM generate_series(1, 20000) i;
CREATE EXTENSION pg_trgm;
CREATE INDEX by_city ON things (city);
CREATE INDEX by_city_letters ON things USING gin (city gin_trgm_ops);
CREATE INDEX by_name_letters ON things USING gin (name gin_trgm_ops);
CREATE INDEX by_score ON things (score, id);
CREATE INDEX by_ratio ON things (ratio);
CREATE INDEX by_amount ON things (amount);
CREATE INDEX by_seen_time ON things (seen_time);
CREATE INDEX by_birth_date ON things (birth_date);
CREATE INDEX by_owner_id ON things (owner_id);
CREATE INDEX by_stage ON things (stage);
CREATE INDEX by_tags ON things USING gin (tags);
CREATE INDEX by_custom_fields ON things USING gin (custom_fields jsonb_path_ops);
CREATE INDEX by_seats ON things ((custom_fields -> 'seats'));
ANALYZE things;
"""


@pytest.fixture(scope="module")
def database(postgresql: PostgreSQL) -> Iterator[Connection]:
    """A table large enough to make a scan of it the worse plan."""
    postgresql.database("indexes")
    url = postgresql.url("indexes").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin() as transaction:
        Base.metadata.create_all(connection)
        connection.execute(text(INDEXES))
        yield connection
        transaction.rollback()
    engine.dispose()


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def explain(  # noqa: PLR0917
    _connection: Any, _cursor: Any, statement: str, parameters: Any, run: Any, _many: Any
) -> tuple[str, Any]:
    asked = run is not None and run.execution_options.get("explain")
    return (f"EXPLAIN (COSTS OFF) {statement}" if asked else statement), parameters


def plan(database: Connection, statement: Select[Any]) -> str:
    return "\n".join(database.scalars(statement.execution_options(explain=True)))


@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        ("city = city77", "by_city"),
        ("city in (city77, city78)", "by_city"),
        ("name:28dd2c79d87d", "by_name_letters"),
        ("name:*28dd2c79d87d", "by_name_letters"),
        ("name = 28dd2c79d87d*", "by_name_letters"),
        ("28dd2c79d87d", "by_name_letters"),
        ("score > 19990", "by_score"),
        ("score in (1, 2)", "by_score"),
        ("score = null", "by_score"),
        ("-(score <= 19990 OR score = null)", ""),
        ("ratio < 3.5", "by_ratio"),
        ("amount = 7.5", "by_amount"),
        ("seen_time > 2022-04-10", "by_seen_time"),
        ("seen_time = 2020-01-05", "by_seen_time"),
        ("birth_date < 1990-02-01", "by_birth_date"),
        ("owner_id = me", "by_owner_id"),
        ("stage = LEAD", "by_stage"),
        ("tags:tag7", "by_tags"),
        ("tags in (tag7, tag8)", "by_tags"),
        ('custom_fields.motto = "77"', "by_custom_fields"),
        ("custom_fields.seats = 77", "by_custom_fields"),
        ("custom_fields.seats > 19990", "by_seats"),
        ("score > 3 AND city = city77 AND -name:x", "by_city"),
    ],
)
def test_a_filter_is_answered_by_an_index(database: Connection, filter_: str, index: str) -> None:
    where = filtering.parse(filter_, FIELDS, DEFINITIONS).where(Thing, now=NOW, me=ME)
    told = plan(database, select(Thing.id).where(where))
    assert f"on {index}" in told or f"using {index}" in told if index else "Seq Scan" in told, told


@pytest.mark.parametrize(
    ("descending", "condition", "sorted_by_index"),
    [
        ((False, False), "ROW(score, id) > ROW(", True),
        ((True, True), "ROW(score, id) < ROW(", True),
        ((True, False), "score <= ", False),
    ],
)
def test_a_page_begins_inside_an_index(
    database: Connection, descending: tuple[bool, bool], condition: str, *, sorted_by_index: bool
) -> None:
    columns = {"score": Thing.score, "id": Thing.id}
    orders = [
        Order(name, columns[name], down) for name, down in zip(columns, descending, strict=True)
    ]
    page = select(Thing.id).where(after(orders, [500, 500])).limit(50)
    told = plan(database, page.order_by(*(order.clause for order in orders)))
    assert "by_score" in told
    assert condition in told
    assert ("Sort" not in told) is sorted_by_index
