"""The whole suite under faults: a client writes on, and what it was promised is kept once.

D1, D4, D11, D13, D19 and D28 of the drill plan, as long as planned by DRILL=full. What takes
minutes runs only then: tests/e2e/test_crashes.py has the short form for every day.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from uuid import uuid4

import pytest
import redis
import requests

from tests.drills.stage import FULL
from tests.e2e.ledger import Ledger, writing
from tests.e2e.test_crashes import ENOUGH, check
from tests.e2e.test_repetition import body, rows, told
from tests.harness.http import Client, Session, made
from tests.harness.parallel import gather
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

pytestmark = pytest.mark.timeout(900)

long = pytest.mark.skipif(not FULL, reason="a long drill: DRILL=full runs it")
KILLS = 20 if FULL else 2
#: Seconds a part is gone.
AWAY = 60.0 if FULL else 3.0
KEYS, TIMES = (100, 50) if FULL else (4, 10)
RESTARTED = (
    *("leads.server", "leads.relay", "leads.worker", "notify.worker"),
    *(("gateway.server", "notify.server", "notify.relay", "nginx") if FULL else ()),
)
COPIED = "SELECT count(*) AS n FROM contacts_copy WHERE id = ANY(%s::uuid[])"


@pytest.fixture
def key(suite: Suite) -> str:
    """Whose client it is."""
    suite.await_ready()
    return suite.api_key


def go_on(ledger: Ledger) -> None:
    """Until the client was promised some more."""
    already = len(ledger.promised)
    eventually(lambda: len(ledger.promised) >= already + ENOUGH, within=120, what="more promises")


def heard(suite: Suite, ledger: Ledger) -> bool:
    """Whether notify has heard of everybody who was promised."""
    with suite.database("notify") as connection:
        row = connection.execute(COPIED, [list(ledger.promised.values())]).fetchone()
    return bool(row and row["n"] == len(ledger.promised))


@long
def test_killing_a_server_again_and_again_breaks_no_promise(suite: Suite, key: str) -> None:
    with writing(suite, key) as ledger:
        for _ in range(KILLS):
            go_on(ledger)
            suite.kill("leads.server")
        go_on(ledger)
    check(suite, ledger)


@long
def test_while_the_broker_is_away_everything_is_taken_and_then_heard(
    suite: Suite, key: str
) -> None:
    with writing(suite, key) as ledger:
        go_on(ledger)
        with suite.without("rabbitmq"):
            until = time.monotonic() + AWAY
            while time.monotonic() < until:
                go_on(ledger)
            refused = list(ledger.refusals)
    assert refused == [], "the broker is no reason to refuse"
    suite.await_ready()
    check(suite, ledger)
    eventually(lambda: heard(suite, ledger), within=120, what="every fact heard by notify")


@long
def test_while_redis_is_away_nobody_is_refused_or_signed_out(suite: Suite, key: str) -> None:
    login = suite.description["logins"]["rep"]
    with Session.opened(suite.url, login["email"], login["password"]) as browser:
        with writing(suite, key) as ledger:
            go_on(ledger)
            with suite.without("redis"):
                until = time.monotonic() + AWAY
                while time.monotonic() < until:
                    assert made(browser.get("/v1/me"))["email"] == login["email"]
                    go_on(ledger)
                refused = [status for status in ledger.statuses if status >= 500]
        assert refused == []
        suite.await_ready()
        assert browser.get("/v1/me").ok
    check(suite, ledger)


@long
def test_restarting_every_process_one_by_one_breaks_no_promise(suite: Suite, key: str) -> None:
    with writing(suite, key) as ledger:
        for name in RESTARTED:
            go_on(ledger)
            old = suite.pid(name)
            suite.send(name, signal.SIGTERM)
            again = lambda old=old, name=name: suite.pid(name) not in (old, 0)  # noqa: E731 -- one line
            eventually(again, within=90, what=f"{name} is there again")
        eventually(suite.ready, within=90, what="all are ready")
        go_on(ledger)
    check(suite, ledger)
    eventually(lambda: heard(suite, ledger), within=120, what="every fact heard by notify")


@contextmanager
def forgetful_redis(suite: Suite) -> Iterator[None]:
    """A Redis that loses everything all the time."""
    stop = threading.Event()
    server = redis.Redis.from_url(suite.description["addresses"]["cache"])

    def forget() -> None:
        while not stop.wait(0.05):
            with suppress(redis.RedisError):
                server.flushall()

    thread = threading.Thread(target=forget)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        server.close()


@pytest.mark.parametrize("forgetful", [False, True])
def test_many_requests_with_one_key_have_one_effect_each(
    suite: Suite, key: str, forgetful: bool
) -> None:
    def once(sent: dict[str, str], name: str) -> requests.Response:
        with Client(suite.url, api_key=key) as client:
            return client.post("/v1/contacts", sent, idempotency_key=name)

    with forgetful_redis(suite) if forgetful else nullcontext():
        for _ in range(KEYS):
            sent, name = body(), uuid4().hex
            answers = gather(TIMES, lambda sent=sent, name=name: once(sent, name))
            taken = [answer for answer in answers if answer.status_code == 201]
            assert {answer.status_code for answer in answers} <= {201, 409}
            assert len({answer.content for answer in taken}) == 1
            assert rows(suite, sent["email"]) == told(suite, made(taken[0])["id"]) == 1
