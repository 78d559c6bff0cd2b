"""Every order and filter that is offered is answered by an index, whatever the table's size."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Select, event, literal, text

from chassis import context
from chassis.clock import Clock
from chassis.custom_fields import FieldType
from chassis.database import Database
from chassis.filtering.kinds import Tags, Time
from chassis.listing import Listing, Query
from services.leads.companies import actions as companies
from services.leads.companies.model import Company
from services.leads.contacts import actions as contacts
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Defined
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson

#: Rows with a rare value of everything, every 900th. Search has its own tests and is slow to fill.
FILL = """
DROP INDEX contacts_of_search_words, contacts_of_typo_keys;
DROP INDEX companies_of_search_words, companies_of_typo_keys;
INSERT INTO contacts (
  id, create_time, update_time, last_activity_time, delete_time, version, owner_id, team_id,
  company_id, first_name, last_name, full_name, email, email_key, phone, job_title, company_name,
  country, city, language, time_zone, source, birth_date, tags, custom_fields, lifecycle_stage,
  marketing_consent, score, rating
) SELECT
  gen_random_uuid(), born, born, born, CASE WHEN n % 500 = 0 THEN born END, 1,
  md5('o' || n % 900)::uuid, md5('t' || n % 90)::uuid, md5('c' || n % 900)::uuid,
  'First' || n % 900, 'Last' || n % 900, 'Full' || n, n || '@x.example', n || '@x.example',
  '+49' || n, 'Job' || n % 900, 'Company' || n % 900, CASE WHEN rare THEN 'XX' ELSE 'DE' END,
  'City' || n % 900, CASE WHEN rare THEN 'xx' ELSE 'de' END,
  CASE WHEN rare THEN 'Asia/Tokyo' ELSE '' END, CASE WHEN rare THEN 'rare' ELSE 'form' END,
  date '1950-01-01' + n % 20000, CASE WHEN rare THEN '{rare}'::text[] ELSE '{}' END,
  jsonb_build_object('plan', 'p' || n % 900), CASE WHEN rare THEN 'ADVOCATE' ELSE 'LEAD' END,
  CASE WHEN rare THEN 'WITHDRAWN' ELSE 'GRANTED' END,
  n % 900 / 9, CASE WHEN rare THEN 'HOT' ELSE 'COLD' END
FROM (SELECT n, n % 900 = 7 AS rare, timestamptz '2020-01-01Z' + n * interval '1 h' AS born
      FROM generate_series(1, 50000) n) AS numbered;
INSERT INTO companies (
  id, create_time, update_time, delete_time, version, owner_id, team_id, name, domain, phone,
  industry, employee_count, country, city, tags, custom_fields
) SELECT
  id, create_time, update_time, delete_time, 1, owner_id, team_id, full_name, email_key, phone,
  job_title, substr(city, 5)::integer, country, city, tags, custom_fields
FROM contacts;
ANALYZE contacts;
ANALYZE companies;
"""
RARE = {
    "id": "01937b5e-7c00-7000-8000-000000000001",
    "country": "XX",
    "language": "xx",
    "time_zone": "Asia/Tokyo",
    "source": "rare",
    "birth_date": "1970-01-01",
    "tags": "rare",
    "lifecycle_stage": "ADVOCATE",
    "marketing_consent": "WITHDRAWN",
    "custom_fields.plan": "p7",
    "employee_count": "7",
    "rating": "HOT",
    "score": "99",
}
PLAN = Defined("plan", "Plan", FieldType.TEXT, required=False, options=[], help_text="")


class Resource(NamedTuple):
    """A list and what it lists."""

    model: Any
    listing: Listing[Any]
    filters: tuple[str, ...]
    orders: tuple[str, ...]


def resource(model: Any, module: Any) -> Resource:
    """With a filter for each field and both directions of each order."""
    filters = [
        f'{name}{":" if isinstance(field.kind, Tags) else " = "}"{value(name, field.kind)}"'
        for name, field in module.FIELDS.all([PLAN]).items()
    ]
    orders = [f"{name}{way}" for name in module.ORDERS for way in ("", " desc")]
    return Resource(model, module.LISTING, tuple(filters), tuple(orders))


def value(name: str, kind: Any) -> str:
    """One that few rows have."""
    if isinstance(kind, Time):
        return "2020-01-02"
    if name.endswith("_id"):
        return "01937b5e-7c00-7000-8000-00000000000a"
    return RARE.get(name, "Rare")


RESOURCES = {
    "contacts": resource(Contact, contacts),
    "companies": resource(Company, companies),
}
EVERY_ORDER = [(name, order) for name, each in RESOURCES.items() for order in each.orders]
EVERY_FILTER = [(name, each_one) for name, each in RESOURCES.items() for each_one in each.filters]


@pytest.fixture(scope="module")
def database(templates: Templates) -> Iterator[Database]:
    """leads with tables large enough to make a scan of them the worse plan."""
    with opened(templates, "services.leads", Clock()) as database:
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            for statement in filter(str.strip, FILL.split(";\n")):
                connection.execute(text(statement))
        yield database


def plan(database: Database, statement: Select[Any]) -> str:
    """How PostgreSQL would answer, as JSON."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        sent.append((sql, parameters))

    with database.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        connection.execute(statement)
        sql, parameters = sent[-1]
        explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        return json.dumps(explained.scalar_one())


def list_plan(database: Database, each: Resource, *, deleted: bool = False, **query: str) -> str:
    """How one page is read."""
    with database.reading() as tx:
        scoped = tx.select(each.model, deleted=deleted)
        asked = each.listing.select(tx, scoped, Query(**query), definitions=[PLAN])
        return plan(database, asked.limit(51))


@pytest.mark.parametrize(("name", "order"), EVERY_ORDER)
def test_every_order_is_read_from_an_index(
    database: Database, as_person: AsPerson, name: str, order: str
) -> None:
    with context.use(as_person({"*": "all"}).call("contacts.read")):
        found = list_plan(database, RESOURCES[name], order_by=order)
    assert f'"Index Name": "{name}_by_{order.split(maxsplit=1)[0]}"' in found
    assert '"Sort"' not in found


@pytest.mark.parametrize(("name", "filter_"), EVERY_FILTER)
def test_every_filter_by_value_is_answered_by_an_index(
    database: Database, as_person: AsPerson, name: str, filter_: str
) -> None:
    each = RESOURCES[name]
    with context.use(as_person({"*": "all"}).call("contacts.read")), database.reading() as tx:
        scoped = tx.select(each.model)
        asked = each.listing.select(tx, scoped, Query(filter=filter_), definitions=[PLAN])
        found = plan(database, asked.with_only_columns(literal(1)).order_by(None))
    assert "Seq Scan" not in found
    assert "Index Cond" in found


@pytest.mark.parametrize("reach", ["own", "team"])
@pytest.mark.parametrize("name", RESOURCES)
def test_a_narrow_scope_is_answered_by_an_index(
    database: Database, as_person: AsPerson, name: str, reach: str
) -> None:
    rep = as_person({"*": reach}, teams=[as_person().id])
    with context.use(rep.call("contacts.read")):
        found = list_plan(database, RESOURCES[name], order_by="update_time desc")
    assert "Seq Scan" not in found
    assert f"{name}_of_owner_id" in found


@pytest.mark.parametrize("name", RESOURCES)
def test_what_is_deleted_is_read_from_an_index_of_its_own(
    database: Database, as_person: AsPerson, name: str
) -> None:
    with context.use(as_person({"*": "all"}).call("contacts.read")):
        for order in ("", RESOURCES[name].orders[2]):
            found = list_plan(database, RESOURCES[name], deleted=True, order_by=order)
            assert f"{name}_deleted" in found
