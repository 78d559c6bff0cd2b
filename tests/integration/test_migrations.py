"""Migrations on a real PostgreSQL: from nothing to the newest, again and at once; models agree."""

import importlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Column, Enum, inspect, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from chassis.clock import Clock
from chassis.database import Database
from chassis.migrate import migrate
from chassis.roles import migrations_of
from chassis.tables import ChassisTable
from deploy.local.servers import PostgreSQL
from tests.contract.protos import ROOT
from tests.contract.served import PACKAGES
from tests.harness.databases import OpenDatabase, patient

#: Every package with a history of its own.
MIGRATED = sorted(
    ".".join(found.parent.parent.relative_to(ROOT).parts)
    for top in ("services", "gateway")
    for found in (ROOT / top).glob("*/migrations/env.py")
)
every_package = pytest.mark.parametrize("package", MIGRATED)

#: Columns that only the database knows, and why.
OF_THE_DATABASE = {
    "search_text": "generated from others, read by search alone",
    "search_words": "as search_text",
    "typo_keys": "as search_text",
}
VERSIONS = {"chassis_schema", "service_schema"}


@pytest.fixture
def empty(postgresql: PostgreSQL) -> Iterator[Database]:
    """A database with nothing in it."""
    name = f"empty_{uuid4().hex[:12]}"
    database = patient(postgresql.database(name), name, Clock(), pool_size=4)
    yield database
    database.close()
    postgresql.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def structure(database: Database) -> Mapping[str, list[tuple[str, str]]]:
    """Everything the catalogue of PostgreSQL knows of columns and indexes."""
    queries = {
        "columns": "SELECT table_name || '.' || column_name, data_type || is_nullable "
        "|| coalesce(column_default, '') FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY 1",
        "indexes": "SELECT indexname, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' ORDER BY 1",
    }
    with database.engine.connect() as connection:
        return {
            kind: [(row[0], row[1]) for row in connection.execute(text(query))]
            for kind, query in queries.items()
        }


@every_package
def test_the_way_from_nothing_to_the_newest_can_be_gone_twice(
    package: str, empty: Database
) -> None:
    migrate(empty, migrations_of(package))
    first = structure(empty)
    migrate(empty, migrations_of(package))
    assert first["columns"]
    assert structure(empty) == first


@every_package
def test_several_processes_may_migrate_at_once(package: str, empty: Database) -> None:
    folder = migrations_of(package)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(migrate, empty, folder) for _ in range(4)]:
            done.result()
    with empty.engine.connect() as connection:
        heads = {
            t: connection.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in VERSIONS
        }
    assert heads == dict.fromkeys(VERSIONS, 1)


@every_package
def test_words_that_lists_are_ordered_by_sort_as_people_expect(
    package: str, database_of: OpenDatabase
) -> None:
    query = text(
        "SELECT table_name || '.' || column_name, collation_name FROM information_schema.columns "
        "WHERE data_type = 'text' AND (column_name IN ('title', 'subject') "
        "OR column_name ~ 'name$') AND EXISTS (SELECT 1 FROM pg_indexes "
        "WHERE indexname = table_name || '_by_' || column_name)"
    )
    with database_of(package) as database, database.engine.connect() as connection:
        collations = {row[0]: row[1] for row in connection.execute(query)}
    assert set(collations.values()) <= {"und-x-icu"}, collations


def kind_of(type_: TypeEngine[object]) -> str:
    """A type as far as it matters to a program."""
    if isinstance(type_, Enum):
        return "str"
    try:
        return type_.python_type.__name__
    except NotImplementedError:
        return type(type_).__name__


def described(columns: Iterator[Column[object]]) -> dict[str, tuple[str, bool]]:
    return {column.name: (kind_of(column.type), bool(column.nullable)) for column in columns}


def bases(package: str) -> list[type[DeclarativeBase]]:
    """Where the models of a package and of the chassis are registered."""
    if package in PACKAGES:
        importlib.import_module(f"{package}.composition")
    return [importlib.import_module(f"{package}.tables").Table, ChassisTable]


@every_package
def test_every_model_is_the_table_it_is_kept_in(package: str, database_of: OpenDatabase) -> None:
    with database_of(package) as database:
        inspector = inspect(database.engine)
        tables = {
            name: {
                column["name"]: (kind_of(column["type"]), column["nullable"])
                for column in inspector.get_columns(name)
                if column["name"] not in OF_THE_DATABASE
            }
            for name in inspector.get_table_names()
            if name not in VERSIONS
        }
    models = {
        table.name: described(iter(table.columns))
        for base in bases(package)
        for table in base.metadata.tables.values()
    }
    assert tables == models
