"""Parts that vanish: what goes on without them, what is said, and that no promise is broken."""

import signal
from typing import Any

import pytest

from tests.e2e.ledger import Ledger, writing
from tests.e2e.world import World
from tests.harness.http import Session, made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

pytestmark = pytest.mark.timeout(180)
PROCESSES = (
    "gateway.server",
    "leads.server",
    "leads.relay",
    "leads.worker",
    "postgresql",
    "rabbitmq",
    "redis",
    "nginx",
)
ENOUGH = 20


def kept(suite: Suite, ledger: Ledger) -> dict[str, tuple[list[str], int]]:
    """address -> (contact ids, facts of creation), by the database alone."""
    query = """
        SELECT c.email_key AS email, array_agg(DISTINCT c.id::text) AS ids, count(o.seq) AS facts
        FROM contacts c LEFT JOIN outbox o
          ON o.subject = 'contacts/' || c.id AND o.type = 'crm.leads.v1.ContactCreated'
        WHERE c.email_key = ANY(%s) GROUP BY c.email_key
    """
    with suite.database("leads") as connection:
        found = connection.execute(query, [list(ledger.promised)]).fetchall()
    return {row["email"]: (row["ids"], row["facts"]) for row in found}


def unpublished(suite: Suite) -> int:
    with suite.database("leads") as connection:
        query = "SELECT count(*) AS n FROM outbox WHERE publish_time IS NULL"
        row: dict[str, Any] = connection.execute(query).fetchone() or {}
    return int(row["n"])


def check(suite: Suite, ledger: Ledger) -> None:
    """Every promise is kept once, told once, and on its way."""
    found = kept(suite, ledger)
    assert {email: facts for email, facts in found.items() if facts[1] != 1} == {}
    assert {email: [id_] for email, id_ in ledger.promised.items()} == {
        email: ids for email, (ids, _) in found.items()
    }
    assert ledger.given_up == []
    eventually(lambda: unpublished(suite) == 0, within=40, what="every fact was published")


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_that_is_killed_breaks_no_promise(suite: Suite, world: World, name: str) -> None:
    with writing(suite, world["chief"].api_key) as ledger:
        eventually(lambda: len(ledger.promised) >= ENOUGH, within=30)
        suite.kill(name)
        eventually(suite.ready, within=60, what="the suite is ready again")
        already = len(ledger.promised)
        eventually(lambda: len(ledger.promised) >= already + ENOUGH, within=40)
    assert ledger.statuses <= {409, 502, 503, 504}, ledger.refusals
    for status, reason, wait in ledger.refusals:
        assert reason, status
        assert wait or status not in (409, 503), reason
    check(suite, ledger)


def test_without_redis_everything_goes_on_and_nobody_is_signed_out(
    suite: Suite, world: World
) -> None:
    rep = world["owner"]
    with Session.opened(suite.url, rep.email, rep.password) as browser:
        assert browser.get("/v1/me").ok
        with suite.without("redis"):
            for _ in range(30):
                assert made(browser.get("/v1/me"))["id"] == rep.id
                made(browser.post("/v1/contacts", {"last_name": "Without Redis"}))
            with Session.opened(suite.url, rep.email, rep.password) as another:
                assert another.get("/v1/session").ok
        suite.await_ready()
        assert browser.get("/v1/me").ok


def test_without_postgresql_it_is_unavailable_says_so_and_comes_back_by_itself(
    suite: Suite, world: World
) -> None:
    rep = world["owner"]
    made(rep.client.post("/v1/contacts", {"last_name": "Before"}))
    with suite.without("postgresql"):
        eventually(lambda: not rep.client.get("/v1/contacts").ok, what="its last processes end")
        for _ in range(5):
            for answer in (
                rep.client.get("/v1/contacts"),
                rep.client.post("/v1/contacts", {"last_name": "Nowhere"}),
            ):
                problem(answer, 503)
                assert int(answer.headers["Retry-After"]) >= 1
                assert answer.elapsed.total_seconds() < 3
        with suite.stranger() as probe:
            assert probe.get("/livez").ok
    suite.await_ready(60)
    made(rep.client.post("/v1/contacts", {"last_name": "After"}))


def test_without_the_broker_all_goes_on_and_the_facts_follow_later(
    suite: Suite, world: World
) -> None:
    rep = world["owner"]
    with suite.without("rabbitmq"):
        for _ in range(20):
            contact = made(rep.client.post("/v1/contacts", {"last_name": "Without a broker"}))
            made(rep.client.get(f"/v1/contacts/{contact['id']}"))
        assert unpublished(suite) > 0
    suite.await_ready(90)
    eventually(lambda: unpublished(suite) == 0, within=60, what="every fact was published")


def test_a_frozen_service_holds_nobody_longer_than_they_wait(suite: Suite, world: World) -> None:
    rep = world["owner"].client
    suite.send("leads.server", signal.SIGSTOP)
    try:
        answer = rep.get("/v1/contacts")
        problem(answer, 504)
        assert answer.elapsed.total_seconds() < 4
        assert rep.get("/v1/me").ok, "what another service serves suffers too"
    finally:
        suite.send("leads.server", signal.SIGCONT)
    eventually(lambda: rep.get("/v1/contacts").ok)
