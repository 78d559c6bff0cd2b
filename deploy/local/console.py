"""What the person at the terminal sees: prefixed, coloured lines from everything that runs."""

import os
import sys
from pathlib import Path
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)
#: Under which name the local run itself speaks.
OURS = "trellis"
WIDTH = 14


def own_lines(text: str) -> str:
    """What the local run itself said in a text that a Console without colours wrote."""
    return "".join(
        line for line in text.splitlines(keepends=True) if line.startswith(_prefix(OURS))
    )


def _prefix(name: str) -> str:
    return f"{name:>{WIDTH}} |"


class Console:
    """Prints `name | line`, one colour a name, and follows log files to their end."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.coloured = self.out.isatty() and "NO_COLOR" not in os.environ
        self.colours: dict[str, int] = {}
        self.followed: dict[str, tuple[Path, int]] = {}

    def say(self, line: str, name: str = OURS) -> None:
        colour = self.colours.setdefault(name, COLOURS[len(self.colours) % len(COLOURS)])
        prefix = _prefix(name)
        if self.coloured:
            prefix = f"\033[{colour}m{prefix}\033[0m"
        self.out.write(f"{prefix} {line}\n")
        self.out.flush()

    def follow(self, name: str, log: Path) -> None:
        """From now on `show_new` prints what is added to this log."""
        size = log.stat().st_size if log.exists() else 0
        self.followed.setdefault(name, (log, size))

    def skip_new(self) -> None:
        """Leaves out what was written since the last time: it stays in the logs."""
        for name, (log, _) in self.followed.items():
            if log.exists():
                self.followed[name] = (log, log.stat().st_size)

    def show_new(self) -> None:
        """Prints every complete line written since the last time."""
        for name, (log, seen) in self.followed.items():
            if not log.exists():
                continue
            with log.open("rb") as lines:
                lines.seek(seen)
                complete = lines.read().rpartition(b"\n")[0]
            if complete:
                self.followed[name] = (log, seen + len(complete) + 1)
                for line in complete.decode(errors="replace").split("\n"):
                    self.say(line, name)
