"""The supervisor's process: one per folder of local data, until it is told to stop."""

import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local import leftovers
from deploy.local.console import Console
from deploy.local.processes import DEMO, PROGRAMS, Program
from deploy.local.suite import Suite


@contextmanager
def only_run(local: Path) -> Iterator[None]:
    """Holds the folder's lock; whoever holds it is alive, however earlier runs ended."""
    local.mkdir(parents=True, exist_ok=True)
    with (local / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"a run with the data in {local} is going on: `make stop`") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def run(local: Path, programs: Sequence[Program] = PROGRAMS, demo: str = DEMO) -> int:
    """Runs the suite until Ctrl-C or SIGTERM; the exit code is 1 when it did not come up."""
    console = Console()
    with only_run(local):
        (local / "suite.json").unlink(missing_ok=True)
        if ended := leftovers.end(local):
            console.say(f"ended {ended} processes of an earlier run that was killed")
        keep_last_logs(local / "logs")
        suite = Suite(local, console, programs, demo)
        try:
            suite.start()
            suite.introduce()
            while True:
                suite.supervisor.tick()
        except KeyboardInterrupt:
            return 0
        except (OSError, RuntimeError) as error:
            console.say(f"the suite did not come up: {error}")
            return 1
        finally:
            console.say("stopping")
            suite.stop()
            console.say("stopped")


def keep_last_logs(folder: Path) -> None:
    """Sets the logs of the run before aside as NAME.log.1."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for log in folder.glob("*.log"):
        if log.name != "supervisor.log":
            log.replace(log.with_name(f"{log.name}.1"))


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1])))
