"""Applies new migrations to the databases of the suite that runs now."""

import os
import sys
from pathlib import Path

from deploy.local.control import described
from deploy.local.processes import PROGRAMS, ROOT
from deploy.local.programs import Addresses, Process


def main() -> int:
    """Runs every program's `migrate`; returns 1 when no suite runs."""
    local = Path(os.environ.get("TRELLIS_LOCAL") or ROOT / ".local").absolute()
    running = described(local).get("addresses")
    if not isinstance(running, dict):
        print("no suite is running; `make run` applies migrations when it starts")
        return 1
    for program in PROGRAMS:
        print(Process(program, "migrate", Addresses(**running), local).output(), end="")
        print(f"{program.name}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
