"""The queues of a service on the broker: one for each reaction and type of fact, and one for bulk.

Facts of jobs over many records wait in the one bulk queue, so that they are in nobody's way.
They are declared before the first fact is told (by `migrate`), and again by every worker. All are
quorum queues that refuse instead of dropping. What is delivered too often without an end, because
it brings its worker down, goes to the service's queue of crashed messages and from there into the
inbox; everything else that fails is a row in the inbox.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

from kombu import Connection, Exchange, Queue, binding
from kombu.exceptions import OperationalError

from chassis.cloudevents import routing_key
from chassis.reactions import Reaction, publisher_of

log = logging.getLogger("queues")

#: Every connection lost counts for every message it held, so this must be far above what happens.
DELIVERIES = 50
QUORUM = {"x-queue-type": "quorum", "x-overflow": "reject-publish"}


def queue(service: str, reaction: Reaction, fact: str) -> Queue:
    """The queue in which facts of one type wait for one reaction; named as nameko would."""
    publisher = publisher_of(fact)
    return Queue(
        f"evt-{publisher}-{fact}--{service}.{reaction.name}",
        exchange=_exchange(publisher),
        routing_key=routing_key(fact, bulk=False),
        durable=True,
        queue_arguments=_arguments(service),
    )


def bulk(service: str, reactions: Iterable[Reaction]) -> Queue:
    """The queue in which the facts of jobs over many records wait, each once for all reactions."""
    facts = sorted({fact for reaction in reactions for fact in reaction.facts})
    bound = [binding(_exchange(publisher_of(f)), routing_key(f, bulk=True)) for f in facts]
    return Queue(
        bulk_name(service), bindings=bound, durable=True, queue_arguments=_arguments(service)
    )


def bulk_name(service: str) -> str:
    """Its name."""
    return f"bulk--{service}"


def crashed(service: str) -> Queue:
    """The queue of messages that were delivered too often."""
    return Queue(crashed_name(service), durable=True, queue_arguments=QUORUM)


def crashed_name(service: str) -> str:
    """Its name."""
    return f"crashed--{service}"


def queues(service: str, reactions: Iterable[Reaction]) -> list[Queue]:
    """All queues of a service; none when it reacts to nothing."""
    reactions = list(reactions)
    each = [queue(service, reaction, fact) for reaction in reactions for fact in reaction.facts]
    return [crashed(service), *each, bulk(service, reactions)] if each else []


def crashed_in(service: str, headers: Mapping[str, Any]) -> str:
    """The reaction a dead-lettered message was for; "" when it was for all that follow its fact."""
    queue_name = first_queue(headers)
    return "" if queue_name == bulk_name(service) else reaction_of(queue_name)


def first_queue(headers: Mapping[str, Any]) -> str:
    """Where a dead-lettered message was before."""
    deaths = headers.get("x-death") or [{}]
    return str(headers.get("x-first-death-queue") or deaths[-1].get("queue", ""))


def reaction_of(queue_name: str) -> str:
    """The reaction a queue belongs to: "evt-leads-crm.leads.v1.X--deals.A.b" -> "A.b"."""
    return queue_name.rpartition("--")[2].partition(".")[2] or queue_name


def _exchange(publisher: str) -> Exchange:
    return Exchange(f"{publisher}.events", type="topic", durable=True)


def _arguments(service: str) -> dict[str, object]:
    return QUORUM | {
        "x-delivery-limit": DELIVERIES,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": crashed_name(service),
        "x-dead-letter-strategy": "at-least-once",
    }


def declare(
    url: str, service: str, reactions: Iterable[Reaction], *, patience: float = 30.0
) -> bool:
    """Makes sure of all queues, so that no fact is told before there is somebody to keep it.

    patience: seconds to wait for the broker; False when it did not come.
    """
    wanted = queues(service, reactions)
    deadline = time.monotonic() + patience
    while wanted:
        try:
            with Connection(url, connect_timeout=5) as connection:
                for each in wanted:
                    each(connection.default_channel).declare()
        except (OSError, OperationalError) as error:  # the second is how kombu says the first
            if time.monotonic() > deadline:
                log.warning("no broker: the worker will declare its queues", exc_info=error)
                return False
            time.sleep(0.3)
        else:
            break
    return True
