"""A worker that is killed in the middle of an import: every row once, and a report that adds up."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm.leads.v1 import imports_pb2 as pb
from sqlalchemy import func, select

from chassis.tables import OutboxEvent
from services.leads.contacts.model import Contact
from services.leads.timeline.model import Kind, TimelineEntry
from tests.harness.people import PAGE_TOKEN_KEY, Keys
from tests.harness.services import Running
from tests.harness.waiting import eventually
from tests.integration.leads.filing import Filing, counts, file_of

ROOT = Path(__file__).parents[3]
ROWS = 20_000
BAD = 40


@contextmanager
def worker(running: Running, keys: Keys) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of leads, without a broker; ended with the block."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
        "ENVIRONMENT": "test",
        "DATABASE_URL": running.database.url,
        "IDENTITY_PUBLIC_KEY": keys.public,
        "PAGE_TOKEN_KEY": PAGE_TOKEN_KEY,
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "services.leads", "worker"]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def count(running: Running, statement: object) -> int:
    with running.database.reading() as tx:
        return tx.session.scalar(statement) or 0  # type: ignore[call-overload]


def test_a_killed_worker_neither_loses_nor_doubles_a_row(
    filing: Filing, leads_server: Running, keys: Keys
):
    broken = "".join(f"nobody {n},,,\n" for n in range(BAD))
    job = filing.start(filing.upload(file_of(ROWS) + broken))
    with worker(leads_server, keys):
        eventually(lambda: filing.get(job).progress.percent >= 50, within=140, what="half of it")
    assert filing.get(job).state == pb.Import.RUNNING
    with worker(leads_server, keys):
        eventually(lambda: filing.get(job).state != pb.Import.RUNNING, within=140, what="its end")
    over = filing.get(job)
    assert over.state == pb.Import.SUCCEEDED
    assert counts(over.progress) == (ROWS, 0, 0, BAD)
    assert over.progress.processed == over.progress.total == ROWS + BAD
    assert len(filing.errors(job)) == BAD + 1
    created = select(func.count()).where(TimelineEntry.kind == Kind.CREATED)
    told = select(func.count()).where(OutboxEvent.type == "crm.leads.v1.ContactCreated")
    addresses = select(func.count(func.distinct(Contact.email_key)))
    for statement in (select(func.count(Contact.id)), addresses, created, told):
        assert count(leads_server, statement) == ROWS
