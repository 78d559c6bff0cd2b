"""The queues of the desk are read in order of urgency from an index, however many tickets."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from chassis import context
from chassis.clock import Clock
from chassis.database import Database
from chassis.listing import Query
from services.tickets.tickets.actions import LISTING
from services.tickets.tickets.model import Ticket
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson
from tests.integration.leads.test_indexes import plan

OPEN = "state != SOLVED AND state != CLOSED"
#: Most tickets of years are done; some of what is open is nobody's.
FILL = """
DROP INDEX tickets_of_search_words, tickets_of_typo_keys;
INSERT INTO tickets (
  id, create_time, update_time, version, owner_id, number, type, priority, channel, state,
  due_time, due_by
) SELECT
  gen_random_uuid(), born, born, 1, CASE WHEN n % 100 > 0 THEN md5('o' || n % 17)::uuid END, n,
  'QUESTION', 'NORMAL', 'EMAIL', CASE WHEN n % 5 = 0 THEN 'OPEN' ELSE 'CLOSED' END,
  CASE WHEN n % 5 = 0 THEN born END,
  CASE WHEN n % 5 = 0 THEN born ELSE timestamptz '9999-12-31Z' END
FROM (SELECT n, timestamptz '2020-01-01Z' + n * interval '1 h' AS born
      FROM generate_series(1, 50000) n) AS numbered;
ANALYZE tickets;
"""


@pytest.fixture(scope="module")
def database(templates: Templates) -> Iterator[Database]:
    """tickets with a table large enough to make a scan of it the worse plan."""
    with opened(templates, "services.tickets", Clock()) as database:
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            for statement in filter(str.strip, FILL.split(";\n")):
                connection.execute(text(statement))
        yield database


@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        ("", "tickets_by_due_by"),
        (OPEN, "tickets_by_due_by"),
        (f"owner_id = null AND {OPEN}", "tickets_of_nobody_by_due_by"),
        (
            f'owner_id = "f1584b99-5a47-7098-6ad7-5bb8d29e9734" AND {OPEN}',
            "tickets_of_owner_by_due_by",
        ),
    ],
)
@pytest.mark.parametrize("way", ["", " desc"])
def test_a_queue_in_order_of_urgency_is_read_from_an_index(
    database: Database, as_person: AsPerson, filter_: str, index: str, way: str
) -> None:
    with (
        context.use(as_person({"*": "all"}).call("tickets.read")),
        database.reading() as tx,
    ):
        query = Query(filter=filter_, order_by=f"due_by{way}")
        found = plan(database, LISTING.select(tx, tx.select(Ticket), query).limit(51))
    assert f'"Index Name": "{index}"' in found
    assert '"Sort"' not in found
