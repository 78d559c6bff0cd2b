"""Both readings of the filter language agree, on a real PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, func, insert, select

from chassis import filtering
from chassis.filtering import Filter
from chassis.filtering.predicate import fold
from deploy.local.servers import PostgreSQL
from tests.harness.filters import DEFINITIONS, FIELDS, ME, NOW, Base, Thing
from tests.harness.random_filters import PRESENCE, as_json, corpus, filters, terms

RECORDS = corpus(size=300, seed=160)
AS_JSON = [as_json(record) for record in RECORDS]
IDS = list(range(len(RECORDS)))
#: Terms are small as they are: a failing one is shown at once, not made smaller for minutes.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
thorough = settings(phases=PHASES)


@pytest.fixture(scope="module")
def database(postgresql: PostgreSQL) -> Iterator[Connection]:
    """A database with the corpus in it."""
    url = postgresql.database("filters").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin() as transaction:
        Base.metadata.create_all(connection)
        connection.execute(insert(Thing), [{"id": i, **RECORDS[i]} for i in IDS])
        yield connection
        transaction.rollback()
    engine.dispose()


def found(database: Connection, filter_: Filter) -> list[int]:
    where = filter_.where(Thing, now=NOW, me=ME)
    return list(database.scalars(select(Thing.id).where(where).order_by(Thing.id)))


def passing(records: list[dict[str, Any]], filter_: Filter) -> list[int]:
    passes = filter_.predicate(now=NOW, me=ME)
    return [i for i in IDS if passes(records[i])]


def agreed(database: Connection, text: str) -> list[int]:
    """The records that pass a filter, after making sure that all readings say so."""
    filter_ = filtering.parse(text, FIELDS, DEFINITIONS)
    ids = found(database, filter_)
    assert passing(RECORDS, filter_) == ids
    assert passing(AS_JSON, filter_) == ids
    return ids


@given(text=filters)
@settings(thorough, max_examples=300)
def test_sql_and_memory_agree_on_every_filter(database: Connection, text: str) -> None:
    agreed(database, text)


@given(several=st.lists(terms, min_size=10, max_size=10, unique=True))
@settings(thorough, max_examples=100)
def test_sql_and_memory_agree_on_every_term(database: Connection, several: list[str]) -> None:
    for text in several:
        agreed(database, text)


@pytest.mark.parametrize("text", PRESENCE)
def test_sql_and_memory_agree_on_what_no_value_is(database: Connection, text: str) -> None:
    assert 0 < len(agreed(database, text)) < len(RECORDS)


@given(text=filters)
@settings(thorough, max_examples=100)
def test_every_row_passes_either_a_filter_or_its_opposite(database: Connection, text: str) -> None:
    filter_ = filtering.parse(text, FIELDS, DEFINITIONS)
    assert sorted(found(database, filter_) + found(database, filter_.negated())) == IDS


def test_an_empty_filter_is_everything_and_its_opposite_nothing(database: Connection) -> None:
    assert agreed(database, "") == IDS
    assert found(database, filtering.parse("", FIELDS).negated()) == []


def test_letter_case_is_ignored_alike_for_every_character_there_is(database: Connection) -> None:
    code = func.generate_series(1, 0x10FFFF).column_valued("code")
    sign = func.chr(code)
    query = select(sign, func.lower(sign)).where(~code.between(0xD800, 0xDFFF))
    different = [sign for sign, small in database.execute(query) if fold(sign) != small]
    assert different == []
