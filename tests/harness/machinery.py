"""A service's worker run by hand: facts carried without a broker, timers on the moved clock."""

import threading
from datetime import timedelta
from uuid import uuid4

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from chassis import cloudevents
from chassis.clock import Clock
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.inbox import Inbox
from chassis.reactions import collect, collect_timers
from chassis.relay_outbox import Outbox
from chassis.service import Service
from tests.harness.people import Keys
from tests.harness.services import parts_of


class Machinery:
    """What a service does by itself, when a test says so."""

    def __init__(self, service: Service, database: Database, keys: Keys, clock: Clock) -> None:
        objects = service.reactions(parts_of(database, keys))
        self.database = database
        self._reactions = collect(objects)
        self._inbox = Inbox(database, self._reactions, stopping=threading.Event())
        self._timers = DueTimers(database, collect_timers(objects))
        self._outbox = Outbox(database.url, service=service.name)
        self._clock = clock

    def close(self) -> None:
        """Ends its connection."""
        self._outbox.close()

    def settle(self) -> list[str]:
        """Carries our own facts to ourselves and does what is due, until nothing is left; the
        names of the facts."""
        names: list[str] = []
        while True:
            told = self._outbox.take(500)
            for each in told:
                self._deliver(each.type, each.body)
                names.append(each.type.rpartition(".")[2])
            self._outbox.published([each.seq for each in told])
            if not self._timers.step(lambda: None) and not told:
                return names

    def step(self) -> bool:
        """Does the one timer that is due longest; False when none is."""
        return self._timers.step(lambda: None)

    def tell(self, fact: Message, *, settle: bool = True, times: int = 1) -> None:
        """Another service tells a fact; the broker brings it so many times."""
        data = MessageToDict(
            fact, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
        )
        kind = fact.DESCRIPTOR.full_name
        event = cloudevents.Event(
            id=str(uuid4()),
            source="/services/other",
            type=kind,
            time=self._clock.now(),
            data=data,
        )
        for _ in range(times):
            self._deliver(kind, cloudevents.encode(event))
        if settle:
            self.settle()

    def after(self, step: timedelta) -> list[str]:
        """Moves the clock and does what fell due; the names of the facts told."""
        self._clock.advance(step)
        return self.settle()

    def _deliver(self, kind: str, body: bytes) -> None:
        for name, reaction in self._reactions.items():
            if kind in reaction.facts:
                assert self._inbox.receive(name, body)
