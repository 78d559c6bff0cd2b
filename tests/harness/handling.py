"""Two at the same records at the worst moment: one is in the middle, the other begins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sqlalchemy import text

from chassis.context import system_call, use
from chassis.database import Database
from chassis.transaction import Transaction
from tests.harness.waiting import eventually

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Answer(Protocol[T_co]):
    """What a call made in the background will return."""

    def result(self, timeout: float | None = None) -> T_co: ...


def beside_a_worker(
    database: Database, record: str, record_id: str, call: Callable[[], Answer[T]]
) -> T:
    """The answer to a call that is made while a worker has a timer of the record: it waits for the
    timer and leaves the record to the worker. record: its table."""
    theirs: dict[str, Any] = {"id": record_id}
    with use(system_call("worker")), database.transaction() as tx:
        held = tx.execute(text("SELECT FROM timers WHERE key LIKE :id || '%' FOR UPDATE"), theirs)
        assert held.all(), "it has no timer"
        answer = call()
        eventually(lambda: somebody_waits(tx), what="the call waits for the timer")
        row = f"SELECT FROM {record} WHERE id = :id FOR UPDATE NOWAIT"  # noqa: S608 -- our names
        tx.execute(text(row), theirs)
    return answer.result(timeout=60)


def beside_open_work(
    database: Database, work: Callable[[Transaction], object], call: Callable[[], T]
) -> T:
    """The answer to a call that is made while somebody's work is done and not committed yet: it
    waits for that."""
    with ThreadPoolExecutor(1) as pool:
        with use(system_call("test")), database.transaction() as tx:
            work(tx)
            answer = pool.submit(call)
            eventually(lambda: somebody_waits(tx), what="the call waits for the work")
        return answer.result(timeout=60)


def somebody_waits(tx: Transaction) -> bool:
    """Whether somebody waits for a lock in this database."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    tx.execute(text("SELECT pg_stat_clear_snapshot()"))
    return bool(tx.session.scalar(text(f"{blocked}AND datname = current_database()")))
