"""The field's own cases of segment filters, in SQL and in memory."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import BigInteger, Date, Text, create_engine, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from chassis import filtering
from chassis.filtering import Fields
from deploy.local.servers import PostgreSQL
from tests.vectors import load

VECTORS = load("segment_operators.json")
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)

#: How our language says what a case says with its own operators. Regular expressions from users
#: are not for us; the one case of them is said with beginnings.
SPELLING = {
    "s1": "city = Berlin",
    "s8": "city:lin",
    "s11": "score <= 0",
    "s14": "name:%",
    "s15": "name:_",
    "s17": "NOT (name = A* OR name = B* OR name = C*)",
    "s18": "tags in (vip, gold)",
    "s21": "tags = null",
    "s22": "last_seen >= 2026-06-01",
    "s23": "score = 0",
}
FIELDS = Fields(
    filtering.text("name"),
    filtering.text("city"),
    filtering.number("score"),
    filtering.tags("tags"),
    filtering.date("last_seen"),
)


class Base(DeclarativeBase):
    type_annotation_map = {str: Text(), int: BigInteger(), date: Date(), list[str]: ARRAY(Text())}  # noqa: RUF012


class Row(Base):
    __tablename__ = "vector_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    city: Mapped[str | None]
    score: Mapped[int | None]
    tags: Mapped[list[str]]
    last_seen: Mapped[date | None]


@pytest.fixture(scope="module")
def session(postgresql: PostgreSQL) -> Iterator[Session]:
    url = postgresql.database("vectors").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with Session(engine) as session:
        Base.metadata.create_all(session.connection())
        rows = VECTORS["rows"]
        session.execute(insert(Row), [{**row, "last_seen": _date(row)} for row in rows])
        yield session
        session.rollback()
    engine.dispose()


def _date(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["last_seen"]) if row["last_seen"] else None


CASES = [case for case in VECTORS.get("cases", []) if case["id"] in SPELLING]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_segment_has_the_members_the_field_expects(
    session: Session, case: dict[str, Any]
) -> None:
    filter_ = filtering.parse(SPELLING[case["id"]], FIELDS)
    where, passes = filter_.where(Row, now=NOW), filter_.predicate(now=NOW)
    in_memory = [row["id"] for row in VECTORS["rows"] if passes(row)]
    assert list(session.scalars(select(Row.id).where(where).order_by(Row.id))) == in_memory
    assert in_memory == case["expected_ids"]


def test_every_case_is_spelt_but_the_empty_one_which_segments_must_ask_about() -> None:
    assert {case["id"] for case in VECTORS.get("cases", [])} - set(SPELLING) <= {"g4"}
    assert filtering.parse("", FIELDS).empty
