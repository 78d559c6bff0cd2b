"""From a fact to its row in the outbox, which is also the service's event log."""

from datetime import datetime
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from chassis import context
from chassis.audience import Audience
from chassis.tables import OutboxEvent


def event_row(fact: Message, subject: Any, *, now: datetime) -> OutboxEvent:
    """The outbox row of `fact` about `subject`, told by the running call."""
    context.give_way()
    call = context.current()
    audience = Audience.of(fact, subject)
    return OutboxEvent(
        type=fact.DESCRIPTOR.full_name,
        subject=f"{subject.__tablename__}/{subject.id}",
        time=now,
        data=MessageToDict(
            fact, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
        ),
        headers={"traceparent": call.traceparent, "request_id": call.request_id},
        actor=call.identity.caller,
        cause=call.cause,
        depth=call.depth,
        bulk=call.bulk,
        permission=audience.permission,
        heard_by=audience.heard_by,
        owner_id=audience.owner_id,
        team_id=audience.team_id,
    )
