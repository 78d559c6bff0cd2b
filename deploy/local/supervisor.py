"""Watches processes: starts one again when it ends, stops all of them when asked."""

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from deploy.local.child import Child
from deploy.local.console import Console

FIRST_DELAY = 0.2
LONGEST_DELAY = 10.0
STEADY = 10.0  # seconds a process has to live before its crashes are forgotten
GRACE = 8.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Watched:
    """A child, when it was last started, and when it is due to start again (0: it runs)."""

    child: Child
    started: float
    delay: float = FIRST_DELAY
    due: float = 0.0


class Supervisor:
    """Keeps children alive. `changed` is called after each start, when process ids are new."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self.console = console
        self.changed = changed
        self.stages: list[list[Watched]] = []
        self.wakeup = wakeup_on_signals()
        self.hurried = False

    def children(self) -> list[Child]:
        """All children in the order they were started."""
        return [watched.child for stage in self.stages for watched in stage]

    def launch(self, children: Sequence[Child]) -> None:
        """Starts a stage of children; stages are stopped in reverse order."""
        stage: list[Watched] = []
        self.stages.append(stage)
        for child in children:
            child.launch()
            stage.append(Watched(child, time.monotonic()))

    def wait(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Goes on watching until the condition holds; False when it did not in time."""
        deadline = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.tick()
        return True

    def tick(self) -> None:
        """Sleeps until a child ends or a quarter of a second passed, then looks at everything."""
        self.sleep(0.25)
        self.console.show_new()
        for stage in self.stages:
            for watched in stage:
                self.look_after(watched)

    def sleep(self, longest: float) -> None:
        """Until a signal arrives, that of an ended child among them."""
        if select.select([self.wakeup], [], [], longest)[0]:
            os.read(self.wakeup, 4096)

    def look_after(self, watched: Watched) -> None:
        child, now = watched.child, time.monotonic()
        if child.alive():
            return
        if not watched.due:
            child.kill_group()
            if now - watched.started > STEADY:
                watched.delay = FIRST_DELAY
            watched.due = now + watched.delay
            self.console.say(
                f"{child.name} {ending(child)}; starting again in {watched.delay:g} s"
                f" (log: {child.log})"
            )
            watched.delay = min(watched.delay * 2, LONGEST_DELAY)
        elif now >= watched.due:
            self.start_again(watched)

    def start_again(self, watched: Watched) -> None:
        try:
            watched.child.launch()
        except (OSError, RuntimeError) as error:
            self.console.say(f"{watched.child.name} does not start: {error}")
        watched.started, watched.due = time.monotonic(), 0.0
        self.changed()

    def stop(self) -> None:
        """Stops all stages, last first; another Ctrl-C stops waiting for anybody."""
        for number in STOPPING:
            signal.signal(number, self.hurry)
        for stage in reversed(self.stages):
            children = [watched.child for watched in stage]
            for child in children:
                child.ask_to_stop()
            self.await_end(children)
            for child in children:
                child.end(grace=0)
        self.console.show_new()

    def await_end(self, children: Sequence[Child]) -> None:
        deadline = time.monotonic() + GRACE
        while any(child.alive() for child in children):
            if self.hurried or time.monotonic() > deadline:
                return
            self.sleep(0.1)

    def hurry(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- a handler's form
        self.hurried = True


def ending(child: Child) -> str:
    """How the process ended, in words."""
    code = child.process.returncode if child.process else 0
    if code >= 0:
        return f"exited with {code}"
    return f"was ended by {signal.Signals(-code).name}"


def wakeup_on_signals() -> int:
    """A file descriptor that is readable after a signal; SIGTERM and SIGHUP act like Ctrl-C."""
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, noted)
    for number in STOPPING:
        signal.signal(number, signal.default_int_handler)
    return reader


def noted(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- a signal handler's form
    """A child ended; the wake-up has done its work."""
