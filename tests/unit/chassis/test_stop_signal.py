"""A signal that does not interrupt the main thread's waiting ends it all the same."""

import signal
import subprocess
import sys
import time

import pytest

from chassis.stop_signal import NUMBERS, StopSignal
from deploy.local.processes import ROOT

#: The main thread keeps signals out, so another one gets them and nothing interrupts its waiting:
#: what also happens when one comes just before it begins to wait.
UNINTERRUPTED = """
import signal, threading
from chassis.stop_signal import NUMBERS, StopSignal
stop = StopSignal().heed()
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, NUMBERS)
print("waits", flush=True)
stop.wait()
print("ends", flush=True)
"""


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_that_interrupts_nothing_is_heard(number: signal.Signals) -> None:
    command = [sys.executable, "-c", UNINTERRUPTED]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "waits\n"
            process.send_signal(number)
            assert process.wait(30) == 0
            assert process.stdout.read() == "ends\n"
        finally:
            process.kill()


def test_it_stays_set() -> None:
    stop = StopSignal()
    began = time.monotonic()
    assert not stop.wait(0.05)
    assert time.monotonic() - began >= 0.05
    assert not stop.is_set()
    for _ in range(100_000):  # more than a pipe holds
        stop.set()
    assert stop.wait()
    assert stop.wait(60)
    assert stop.is_set()
