"""What the person at the terminal sees: prefixed, coloured lines from everything that runs."""

import os
import sys
from pathlib import Path
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)


class Console:
    """Prints `name | line`, one colour a name, and follows log files to their end."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.coloured = self.out.isatty() and "NO_COLOR" not in os.environ
        self.colours: dict[str, int] = {}
        self.followed: dict[str, tuple[Path, int]] = {}

    def say(self, line: str, name: str = "trellis") -> None:
        colour = self.colours.setdefault(name, COLOURS[len(self.colours) % len(COLOURS)])
        prefix = f"{name:>14} |"
        if self.coloured:
            prefix = f"\033[{colour}m{prefix}\033[0m"
        self.out.write(f"{prefix} {line}\n")
        self.out.flush()

    def follow(self, name: str, log: Path) -> None:
        """From now on `show_new` prints what is added to this log."""
        size = log.stat().st_size if log.exists() else 0
        self.followed.setdefault(name, (log, size))

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
