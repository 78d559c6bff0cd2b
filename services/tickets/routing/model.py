"""How tickets are given out, and whose turn it is: no network, no clock."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from services.tickets.people.model import Person
from services.tickets.tables import Table

#: The one row there is.
ROUTING_ID = UUID("01937b5e-0000-7000-8000-000000000001")


class Strategy(StrEnum):
    """How one of the members is chosen."""

    MANUAL = "MANUAL"
    ROUND_ROBIN = "ROUND_ROBIN"
    LEAST_LOADED = "LEAST_LOADED"


class Routing(Table, Entity, kw_only=True):
    """Who gets new tickets. capacity: open tickets at most, 0 for any number. last_user_id: who
    got the last one; the turn is the next's."""

    __tablename__ = "ticket_routing"

    strategy: Mapped[Strategy] = mapped_column(default=Strategy.MANUAL)
    member_ids: Mapped[list[str]] = mapped_column(default_factory=list)
    member_team_id: Mapped[UUID | None] = mapped_column(default=None)
    capacity: Mapped[int] = mapped_column(default=0)
    last_user_id: Mapped[UUID | None] = mapped_column(default=None)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets the fields named."""
        for name, value in changes.items():
            setattr(self, name, value)
        said = str(self.strategy)
        self.strategy = Strategy.MANUAL if said.endswith("_UNSPECIFIED") else Strategy(said)

    def choose(self, able: Sequence[Person], loads: Mapping[UUID, int]) -> Person | None:
        """The one whose turn it is, of those who are there; loads: their open tickets."""
        free = [p for p in able if not self.capacity or loads.get(p.id, 0) < self.capacity]
        ids = [person.id for person in free]
        if not free:
            return None
        turn = next((n for n, each in enumerate(ids) if self._after_last(each)), 0)
        waiting = [*free[turn:], *free[:turn]]
        if self.strategy is Strategy.LEAST_LOADED:
            waiting.sort(key=lambda person: loads.get(person.id, 0))  # stable: equals take turns
        self.last_user_id = waiting[0].id
        return waiting[0]

    def _after_last(self, user_id: UUID) -> bool:
        return self.last_user_id is not None and user_id > self.last_user_id
