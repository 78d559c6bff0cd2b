"""What measurements leave behind: lines for who waits, and JSON with the machine they ran on."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path("tests/load/results")


def keep(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Writes the rows as JSON, with the machine they were measured on."""
    folder = Path(os.environ.get("BENCH_RESULTS", RESULTS))
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{name}-{now:%Y%m%dT%H%M%SZ}.json"
    document = {
        "time": now.isoformat(timespec="seconds"),
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version()},
        "rows": rows,
    }
    path.write_text(json.dumps(document, indent=1))
    say(f"results in {path}")


def say(line: str) -> None:
    """One line for the person who waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
