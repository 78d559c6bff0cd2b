"""What a service does when it hears a fact, said without a word about brokers.

@reacts_to(leads_events.ContactMerged)
def follow_merge(self, fact: leads_events.ContactMerged, tx: Transaction) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message

from chassis import context, metrics, timers
from chassis.cloudevents import Event, Unreadable

if TYPE_CHECKING:
    from chassis.transaction import Transaction

MARK = "__facts__"
TOGETHER = "__together__"
#: Facts that follow from facts of our own end here: somebody's automation runs in circles.
DEEPEST = 10

F = TypeVar("F", bound=Callable[..., None])

_event: ContextVar[Event] = ContextVar("event")


def reacts_to(*facts: type[Message]) -> Callable[[F], F]:
    """Marks a method as what follows from facts of these types, whoever tells them.

    It is called with (fact, tx) as the system; its effect happens once, in the transaction that
    notes the event as handled. When it raises, it is tried again with growing delay, at last
    given up as a dead letter. Facts may come late and out of order; fields unknown here are
    skipped. Its class and method name the queue: renaming them starts a new one.
    """

    def mark(method: F) -> F:
        setattr(method, MARK, (*getattr(method, MARK, ()), *facts))
        return method

    return mark


def reacts_together(*facts: type[Message]) -> Callable[[F], F]:
    """The same for a method that is called with (facts, tx): one, or many of a job, which share
    the transaction. They are followed under the call of the one that most facts led to."""

    def mark(method: F) -> F:
        setattr(method, TOGETHER, True)
        return reacts_to(*facts)(method)

    return mark


def current_event() -> Event:
    """The envelope of the fact being followed: when, about what and by whom it was told."""
    return _event.get()


@dataclass(frozen=True, slots=True)
class Reaction:
    """One marked method. name: "ContactReactions.follow_merge"; facts: by type; together: it takes
    many."""

    name: str
    facts: Mapping[str, type[Message]]
    method: Callable[[Any, Transaction], None]
    together: bool = False

    def read(self, event: Event) -> Message:
        """The fact an event tells. Raises Unreadable (UNKNOWN_SCHEMA, LOOP)."""
        if event.depth > DEEPEST:
            raise Unreadable("LOOP", f"{event.depth} facts led to each other")
        kind = self.facts.get(event.type)
        if kind is None:
            raise Unreadable("UNKNOWN_SCHEMA", f"{self.name} does not know {event.type}")
        try:
            return ParseDict(event.data, kind(), ignore_unknown_fields=True)
        except (ParseError, ValueError, TypeError) as error:
            raise Unreadable("UNKNOWN_SCHEMA", str(error)) from error

    def run(self, event: Event, fact: Message, tx: Transaction) -> None:
        """Calls the method as the system, in a call that follows the event and is one deeper."""
        self._call(event, [fact] if self.together else fact, tx)

    def run_all(self, told: Sequence[tuple[Event, Message]], tx: Transaction) -> None:
        """The same for several; at once when the method takes them so."""
        if self.together and told:
            deepest = max((event for event, _ in told), key=lambda event: event.depth)
            self._call(deepest, [fact for _, fact in told], tx)
        else:
            for event, fact in told:
                self.run(event, fact, tx)

    def _call(self, event: Event, told: Any, tx: Transaction) -> None:
        call = context.system_call(
            f"reaction {self.name}",
            request_id=event.request_id,
            traceparent=event.traceparent,
            cause=event.id,
            depth=event.depth + 1,
            bulk=event.bulk,
        )
        timed = metrics.timing(metrics.REACTION_SECONDS, self.name)
        with context.use(call), _telling(event), timed:
            self.method(told, tx)
            tx.flush()


def collect(objects: Sequence[object]) -> dict[str, Reaction]:
    """Name -> reaction, of all marked methods. Raises ValueError when two share a name."""
    found: dict[str, Reaction] = {}
    for each in objects:
        for reaction in _reactions(each):
            if reaction.name in found:
                raise ValueError(f"two reactions are called {reaction.name}")
            found[reaction.name] = reaction
    return found


def collect_timers(objects: Sequence[object]) -> dict[str, timers.TimerHandler]:
    """Timer name -> handler. Raises ValueError when two handle the same timer."""
    found: dict[str, timers.TimerHandler] = {}
    for each in objects:
        for name, handler in timers.handlers(each).items():
            if name in found:
                raise ValueError(f"the timer {name} has two handlers")
            found[name] = handler
    return found


def publisher_of(fact: str) -> str:
    """The service that tells facts of this type: "crm.leads.v1.ContactMerged" -> "leads"."""
    return fact.split(".")[-3]


def _reactions(each: object) -> Iterator[Reaction]:
    kind = type(each)
    for attribute in dir(kind):
        facts = getattr(getattr(kind, attribute), MARK, ())
        if facts:
            types = {fact.DESCRIPTOR.full_name: fact for fact in facts}
            method = getattr(each, attribute)
            together = getattr(method, TOGETHER, False)
            yield Reaction(f"{kind.__name__}.{attribute}", types, method, together)


@contextmanager
def _telling(event: Event) -> Iterator[None]:
    token = _event.set(event)
    try:
        yield
    finally:
        _event.reset(token)
