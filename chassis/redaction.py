"""Secrets in messages: fields marked `debug_redact` are never kept, logged or hashed fast."""

from functools import cache
from typing import TypeVar

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from chassis.descriptors import descriptor, fields

M = TypeVar("M", bound=Message)


def without_secrets(message: M) -> M:
    """The message without its secrets: a copy, or itself when its kind has none."""
    if not _has_secrets(descriptor(message)):
        return message
    copy = type(message)()
    copy.CopyFrom(message)
    _clear(copy)
    return copy


def _clear(message: Message) -> None:
    for field in fields(message):
        if _secret(field):
            message.ClearField(field.name)
        elif _leads_to_secrets(field) and not field.is_repeated:
            if message.HasField(field.name):
                _clear(getattr(message, field.name))
        elif _leads_to_secrets(field):
            for item in getattr(message, field.name):
                _clear(item)


def _secret(field: FieldDescriptor) -> bool:
    return bool(field.GetOptions().debug_redact)


@cache
def _has_secrets(kind: Descriptor, *above: Descriptor) -> bool:
    """Whether messages of a kind can hold secrets; a kind inside itself adds nothing."""
    return any(
        _secret(field) or _leads_to_secrets(field, kind, *above)
        for field in kind.fields
        if field.message_type is None or field.message_type not in (kind, *above)
    )


def _leads_to_secrets(field: FieldDescriptor, *above: Descriptor) -> bool:
    kind = field.message_type
    if kind is None or kind.GetOptions().map_entry:
        return False
    return _has_secrets(kind, *above)
