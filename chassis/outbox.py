"""From a fact to its row in the outbox, which is also the service's event log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from chassis import context
from chassis.tables import OutboxEvent


def event_row(fact: Message, subject: Any, *, now: datetime) -> OutboxEvent:
    """The outbox row of `fact` about `subject`, told by the running call."""
    call = context.current()
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
        owner_id=_uuid(subject, "owner_id"),
        team_id=_uuid(subject, "team_id"),
    )


def _uuid(subject: object, name: str) -> UUID | None:
    value = getattr(subject, name, None)
    return value if isinstance(value, UUID) else None
