"""Both readings of the filter language agree, on a real PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, func, insert, select, text

from chassis import filtering
from chassis.filtering.predicate import fold
from deploy.local.servers import PostgreSQL
from tests.harness.filters import DEFINITIONS, FIELDS, ME, NOW, Base, Thing
from tests.harness.random_filters import as_json, filters, records

several_records = st.lists(records, min_size=1, max_size=6)
on_the_same_connection = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture(scope="module")
def database(postgresql: PostgreSQL) -> Iterator[Connection]:
    url = postgresql.database("filters").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin() as transaction:
        Base.metadata.create_all(connection)
        yield connection
        transaction.rollback()
    engine.dispose()


def stored(database: Connection, rows: list[dict[str, Any]]) -> None:
    database.execute(text("TRUNCATE things"))
    database.execute(insert(Thing), [{"id": i, **row} for i, row in enumerate(rows)])


def found(database: Connection, filter_: filtering.Filter) -> list[int]:
    where = filter_.where(Thing, now=NOW, me=ME)
    return list(database.scalars(select(Thing.id).where(where).order_by(Thing.id)))


def passing(rows: list[dict[str, Any]], filter_: filtering.Filter) -> list[int]:
    passes = filter_.predicate(now=NOW, me=ME)
    return [i for i, row in enumerate(rows) if passes(row)]


@given(rows=several_records, written=filters)
@settings(max_examples=400, deadline=None, suppress_health_check=on_the_same_connection)
def test_sql_and_memory_agree_on_every_record_and_filter(
    database: Connection, rows: list[dict[str, Any]], written: str
) -> None:
    filter_ = filtering.parse(written, FIELDS, DEFINITIONS)
    stored(database, rows)
    in_sql = found(database, filter_)
    assert passing(rows, filter_) == in_sql
    assert passing([as_json(row) for row in rows], filter_) == in_sql


@given(rows=several_records, written=filters)
@settings(max_examples=150, deadline=None, suppress_health_check=on_the_same_connection)
def test_every_row_passes_either_a_filter_or_its_opposite(
    database: Connection, rows: list[dict[str, Any]], written: str
) -> None:
    filter_ = filtering.parse(written, FIELDS, DEFINITIONS)
    stored(database, rows)
    both = found(database, filter_) + found(database, filter_.negated())
    assert sorted(both) == list(range(len(rows)))


def test_letter_case_is_ignored_alike_for_every_character_there_is(database: Connection) -> None:
    code = func.generate_series(1, 0x10FFFF).column_valued("code")
    sign = func.chr(code)
    query = select(sign, func.lower(sign)).where(~code.between(0xD800, 0xDFFF))
    different = [sign for sign, small in database.execute(query) if fold(sign) != small]
    assert different == []
