"""Queues are declared when a service is migrated; a broker that is not there stops nothing."""

from crm.leads.v1 import events_pb2

from chassis import reactions, worker_queues
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from deploy.local.child import free_port


class Listening:
    """Hears of contacts."""

    @reacts_to(events_pb2.ContactCreated)
    def hear(self, fact: events_pb2.ContactCreated, tx: Transaction) -> None:
        """Does nothing."""


def test_a_broker_that_does_not_come_is_left_to_the_worker() -> None:
    hears = reactions.collect([Listening()]).values()
    nowhere = f"amqp://crm:crm@127.0.0.1:{free_port()}/crm"
    assert not worker_queues.declare(nowhere, "listening", hears, patience=0.5)
