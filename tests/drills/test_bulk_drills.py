"""Jobs over many records: what they tell and schedule waits behind the rest, and none is lost."""

import json

import pytest

from chassis import worker_queues
from deploy.local.servers import RabbitMQ
from tests.drills.stage import BULK_QUEUE, CLEAN, FACTS, SETTLED, Stage
from tests.harness.waiting import eventually

pytestmark = pytest.mark.timeout(900)

#: So many facts of a job, each of which takes so long: a minute's work however fast the machine.
MANY, SLOW_MS = 2_000, 30
OURS = "SELECT count(*) FROM effects WHERE number = 9999"
THEIRS = f"SELECT count(*) FROM effects WHERE number < {MANY}"
RING = (
    "INSERT INTO timers (id, name, key, due_time, payload, headers, cause, depth, tries, error,"
    " bulk) VALUES (gen_random_uuid(), 'tally.bell', '{key}', now(), '{payload}', '{{}}', '', 0, 0,"
    " '', {bulk})"
)


def test_a_fact_of_a_person_is_followed_while_thousands_of_a_job_wait(stage: Stage) -> None:
    stage.role("relay")
    stage.tell(range(MANY), bulk=True, slow_ms=SLOW_MS)
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED, what="all on the broker")
    stage.role("worker")
    eventually(lambda: stage.one(THEIRS), within=SETTLED, what="the job's facts are followed")
    stage.tell([9999])
    eventually(lambda: stage.one(OURS), within=SETTLED, what="the person's fact is followed")
    assert 0 < stage.one(THEIRS) < MANY


def test_a_timer_of_a_person_is_done_while_the_steps_of_jobs_take_long(stage: Stage) -> None:
    steps = 20
    for number in range(steps):
        payload = json.dumps({"slow_ms": 3000})
        stage.ask(RING.format(key=f"step {number:02}", payload=payload, bulk=True))
    stage.role("worker")
    eventually(lambda: stage.one("SELECT count(*) FROM rings"), within=SETTLED, what="a step")
    stage.ask(RING.format(key="promise", payload="{}", bulk=False))
    rung = "SELECT count(*) FROM rings WHERE key = 'promise'"
    eventually(lambda: stage.one(rung), within=SETTLED, what="the promise is kept")
    assert stage.one("SELECT count(*) FROM rings") < steps


def test_killing_worker_and_broker_loses_and_doubles_nothing_of_a_job(
    stage: Stage, broker: RabbitMQ
) -> None:
    stage.role("relay")
    worker = stage.role("worker")
    with stage.telling(bulk=True, slow_ms=5):
        stage.await_heard(FACTS // 4)
        worker.kill()
        worker.launch()
        stage.await_heard(FACTS // 2)
        broker.kill()
        broker.start()
    assert stage.settle() == CLEAN, stage.logs()


def test_a_fact_that_brings_workers_down_takes_none_of_its_job_along(stage: Stage) -> None:
    stage.role("relay")
    stage.tell([0], bulk=True, deadly=1)
    stage.tell(range(1, 20), bulk=True)
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED, what="all on the broker")
    worker = stage.role("worker")

    def all_others_heard() -> bool:
        if worker.process is not None and worker.process.poll() is not None:
            worker.launch()
        return stage.heard() == 19

    eventually(all_others_heard, within=SETTLED, what="the nineteen others")
    assert stage.one("SELECT count(*) FROM inbox WHERE state = 'DEAD'") == 0


def test_a_fact_of_a_job_that_brings_workers_down_rests_with_who_was_to_follow_it(
    stage: Stage,
) -> None:
    relay = stage.role("relay")
    stage.tell([1], bulk=True)
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED)
    relay.stop()
    stage.return_to_queue(worker_queues.DELIVERIES + 1, BULK_QUEUE)
    stage.role("worker")
    dead = "SELECT handler, reason, bulk FROM inbox WHERE state = 'DEAD'"
    eventually(lambda: stage.ask(dead) == [("Tally.count", "CRASHED", True)], within=SETTLED)
