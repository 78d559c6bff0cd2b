"""What is wrong with an input: places and plain words, collected before the request is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `place` leads to it from the top: ("emails", 0, "address")."""

    place: Place
    detail: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer in a URI fragment (RFC 6901): "#/emails/0/address"."""
        return "#" + "".join(f"/{escape(step)}" for step in self.place)


class Faults(Exception):  # noqa: N818 -- it is what was found, and always several
    """The input is refused; `found` says why, at least once."""

    def __init__(self, found: Iterable[Fault], *, reason: str = "INVALID_FIELD") -> None:
        self.found = tuple(found)
        self.reason = reason
        super().__init__(self.found[0].detail)

    def under(self, *steps: str | int) -> list[Fault]:
        """The same faults seen from further up."""
        return [Fault((*steps, *fault.place), fault.detail) for fault in self.found]


def fault(detail: str, *place: str | int) -> Faults:
    """One fault, ready to raise."""
    return Faults([Fault(place, detail)])


def escape(step: str | int) -> str:
    """One step of a JSON pointer."""
    return str(step).replace("~", "~0").replace("/", "~1")
