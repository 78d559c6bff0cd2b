"""Finds the value of a field in a record: a mapping, a protobuf message or any object."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from chassis.filtering.kinds import unspecified


def look_up(record: object, name: str) -> object:
    """The value under a name; None when there is none. A message's unset fields with presence,
    and enums at their UNSPECIFIED zero, have none."""
    if isinstance(record, Mapping):
        return record.get(name)
    if isinstance(record, Message):
        return _from_message(record, name)
    return getattr(record, name, None)


def _from_message(message: Message, name: str) -> object:
    field = message.DESCRIPTOR.fields_by_name.get(name)
    if field is None or (field.has_presence and not message.HasField(name)):
        return None
    value = getattr(message, name)
    if field.is_repeated:
        return list(value)
    if field.enum_type is not None:
        member = field.enum_type.values_by_number.get(value)
        return None if member is None or unspecified(member.name) else str(member.name)
    return _plain(value) if isinstance(value, Message) else value


def _plain(message: Any) -> object:
    if message.DESCRIPTOR.full_name == "google.protobuf.Timestamp":
        return message.ToDatetime(tzinfo=UTC)
    return MessageToDict(message, preserving_proto_field_name=True)
