"""What speaks for a program at once: each signal is weak alone, most of them are enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase

#: Sooner after a mail was sent nobody has read it. Alone it would miss nearly all scanners: they
#: come within minutes, as people do.
SOON = timedelta(seconds=2)
THRESHOLD = 0.6


@dataclass(frozen=True, slots=True)
class Signals:
    """after: time since sending; listed_address, listed_agent: known as a scanner's."""

    after: timedelta
    listed_address: bool
    listed_agent: bool

    def program(self, *, threshold: float = THRESHOLD, soon: timedelta = SOON) -> bool:
        """Whether so many of the signals are there that it was a program."""
        found = [self.after < soon, self.listed_address, self.listed_agent]
        return sum(found) / len(found) >= threshold


def listed(word: str, patterns: Iterable[str]) -> bool:
    """Whether an address or a user agent fits one of the patterns: "217.30.65.*"."""
    return any(fnmatchcase(word.lower(), pattern.lower()) for pattern in patterns)
