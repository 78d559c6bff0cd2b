"""What a service is made of, said once: chassis.process starts any of its roles from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database

#: (the generated add_…_to_server function, the object that implements the service). Said here, not
#: where servers are: workers compose the same services, and would hold all of a server in memory.
Servicer = tuple[Callable[[Any, Any], None], object]


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
    servicers: Callable[[Parts], Sequence[Servicer]]
    reactions: Callable[[Parts], Sequence[object]] = field(default=lambda _: ())
