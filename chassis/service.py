"""What a service is made of, said once: chassis.process starts any of its roles from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database

if TYPE_CHECKING:  # a relay serves nothing, and gRPC is a third of its memory
    from chassis.server import Servicer


@dataclass(frozen=True, slots=True)
class Parts:
    """What every role of a service is composed from."""

    settings: Settings
    database: Database
    clock: Clock


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its name, its RPCs and what it reacts to.

    reactions: objects whose methods are marked with reacts_to or on_timer; they run in the worker.
    """

    name: str
    servicers: Callable[[Parts], Sequence["Servicer"]]
    reactions: Callable[[Parts], Sequence[object]] = field(default=lambda _: ())
