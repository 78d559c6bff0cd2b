"""`python3 -m deploy.local setup|protos|lock|run|stop|clean`: what the Makefile calls.

DETACH=1 runs in the background; PORT chooses the port; METRICS the first of those where processes
tell their metrics; TRELLIS_LOCAL the folder of the data.
"""

import os
import subprocess
import sys
from pathlib import Path

from deploy.local import screens
from deploy.local.bootstrap import PYTHON, ROOT, generate_protos, pin, set_up
from deploy.local.child import wait_until
from deploy.local.console import own_lines
from deploy.local.control import clean, described, holder, stop

READY_WITHIN = 180.0


def main(arguments: list[str]) -> int:
    """Runs one command; returns the exit code."""
    local = Path(os.environ.get("TRELLIS_LOCAL") or ROOT / ".local").absolute()
    match arguments:
        case ["setup"]:
            set_up()
            screens.set_up()
        case ["setup", "tests"]:
            set_up(for_tests=True)
            screens.set_up()
        case ["protos"]:
            generate_protos(anew=True)
        case ["lock"]:
            pin()
        case ["run"]:
            set_up()
            screens.set_up()
            return detach(local) if os.environ.get("DETACH") else become_supervisor(local)
        case ["stop"]:
            stop(local)
        case ["clean"]:
            clean(local)
        case _:
            raise SystemExit(__doc__)
    return 0


def supervisor(local: Path) -> list[str]:
    return [str(PYTHON), "-m", "deploy.local.run", str(local)]


def become_supervisor(local: Path) -> int:
    """Runs in the foreground, in this very process, so that Ctrl-C reaches it."""
    os.chdir(ROOT)
    os.execv(str(PYTHON), supervisor(local))  # noqa: S606 -- our own program, no shell
    return 0


def detach(local: Path) -> int:
    """Starts a supervisor in the background; returns when the suite is ready, 1 when it failed."""
    if holder(local):
        print(f"already running: {described(local).get('url', 'not ready yet')}")
        return 0
    local.mkdir(parents=True, exist_ok=True)
    log = local / "supervisor.log"
    with log.open("wb") as out:
        child = subprocess.Popen(
            supervisor(local),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(
            lambda: child.poll() is not None or described(local).get("supervisor") == child.pid,
            READY_WITHIN,
            "the suite ready",
        )
    except TimeoutError as error:
        print(error)
        stop(local)
    said, failed = log.read_text(errors="replace"), child.poll() is not None
    print(said if failed else own_lines(said), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
