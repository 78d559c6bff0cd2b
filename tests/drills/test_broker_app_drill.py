"""D8: the broker's application stops and starts while slow events are being handled."""

import threading
from itertools import count

import pytest

from deploy.local.servers import RabbitMQ
from tests.drills.stage import CLEAN, FULL, SETTLED, Stage
from tests.harness.waiting import eventually

pytestmark = pytest.mark.timeout(900)

EVENTS, SLOW_MS = (1_000, 200) if FULL else (50, 200)
#: Told together while the broker stops; as many as ten handlers do in that time.
MORE, PAUSE = 5, 0.1


def stop_amid(stage: Stage, broker: RabbitMQ, *, guard: str = "") -> None:
    """Handlers are at work as the broker goes: their effects are committed, and nobody can tell
    the broker."""
    stage.role("relay")
    stage.role("worker", guard=guard)
    stage.tell(range(EVENTS), slow_ms=SLOW_MS)
    stage.await_heard(EVENTS // 4)
    stopping = threading.Thread(target=broker.ctl, args=("stop_app",))
    stopping.start()
    for begin in count(EVENTS, MORE):  # however long that takes, there is work when it happens
        stage.tell(range(begin, begin + MORE), slow_ms=SLOW_MS)
        stopping.join(PAUSE)
        if not stopping.is_alive():
            break
    broker.ctl("start_app")


def test_what_is_delivered_again_has_its_effect_once(stage: Stage, broker: RabbitMQ) -> None:
    stop_amid(stage, broker)
    assert stage.settle() == CLEAN, stage.logs()


def test_without_the_inbox_it_would_have_it_twice(stage: Stage, broker: RabbitMQ) -> None:
    stop_amid(stage, broker, guard="inbox")
    eventually(lambda: stage.report().double, within=SETTLED, what="an effect that came twice")
