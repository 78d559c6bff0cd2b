"""What the worker of notify does, by hand: reactions, and timers on the moved clock."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from google.protobuf.message import Message
from pydantic import SecretStr

from chassis import context
from chassis.clock import Clock
from chassis.cloudevents import Event
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.reactions import collect, collect_timers
from services.notify.composition import SERVICE
from tests.harness.people import Keys
from tests.harness.services import parts_of


def told(fact: Message, actor: str = "") -> Event:
    """The envelope of a fact: the same for the same fact."""
    name = fact.DESCRIPTOR.full_name
    known = hashlib.sha256(fact.SerializeToString(deterministic=True)).hexdigest()
    return Event(id=known, source="test", type=name, actor=actor)


class Worker:
    """What the worker does, by hand: reactions, and timers on the moved clock."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, smtp_url: str) -> None:
        parts = parts_of(database, keys)
        changed = {"smtp_url": SecretStr(smtp_url), "public_url": "https://crm.example"}
        settings = parts.settings.model_copy(update=changed)
        objects = SERVICE.reactions(replace(parts, settings=settings))
        self._timers = DueTimers(database, collect_timers(objects))
        self._reactions = collect(objects)
        self._database = database
        self._clock = clock

    def work(self, step: timedelta = timedelta()) -> None:
        """Moves the clock and does what fell due."""
        self._clock.advance(step)
        while self._timers.step(lambda: None):
            continue

    def step(self) -> bool:
        """Does one due timer, if there is one."""
        return self._timers.step(lambda: None)

    def hear(self, fact: Message, actor: str = "") -> None:
        """Lets every reaction follow a fact that somebody made true."""
        for reaction in self._reactions.values():
            if fact.DESCRIPTOR.full_name in reaction.facts:
                with context.use(context.system_call("test")), self._database.transaction() as tx:
                    reaction.run(told(fact, actor), fact, tx)
