"""Update masks (AIP-134, AIP-161) and field behaviour (AIP-203)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from google.api import field_behavior_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from chassis import mapping
from chassis.descriptors import descriptor, is_set, option
from chassis.errors import InvalidArgument, Violation

REQUIRED = field_behavior_pb2.REQUIRED
OUTPUT_ONLY = field_behavior_pb2.OUTPUT_ONLY
IMMUTABLE = field_behavior_pb2.IMMUTABLE


def values(message: Message, model: type) -> dict[str, Any]:
    """What a create sets: every field of the message that the model has and a caller may write."""
    names = [n for n in mapping.writable(message, model) if not behaves(message, n, OUTPUT_ONLY)]
    return mapping.from_message(message, model, names)


def changes(message: Message, mask: FieldMask, model: type) -> dict[str, Any]:
    """What an update changes: field -> new value, for the fields the mask names.

    An empty mask names the fields that are set; "*" all a caller may write. Raises
    InvalidArgument for paths that are unknown, read-only or required and empty.
    """
    names = _names(message, mask)
    if refused := [*_refusals(message, names)]:
        raise InvalidArgument.many(refused)
    known = set(mapping.writable(message, model))
    return mapping.from_message(message, model, [name for name in names if name in known])


def behaves(message: Message, name: str, behaviour: int) -> bool:
    """Whether a field has a google.api.field_behavior."""
    return behaviour in _behaviours(message.DESCRIPTOR).get(name, frozenset())


@lru_cache(maxsize=512)
def _behaviours(descriptor: Descriptor) -> dict[str, frozenset[int]]:
    return {field.name: frozenset(_annotated(field)) for field in descriptor.fields}


def _annotated(field: FieldDescriptor) -> Iterable[int]:
    return list(option(field, field_behavior_pb2.field_behavior))


def _names(message: Message, mask: FieldMask) -> list[str]:
    ignored = {"id", "etag"}
    if not mask.paths:
        return [f.name for f, _ in message.ListFields() if f.name not in ignored]
    if list(mask.paths) == ["*"]:
        every = [field.name for field in message.DESCRIPTOR.fields]
        readable = [n for n in every if not behaves(message, n, OUTPUT_ONLY)]
        return [n for n in readable if n not in ignored and not behaves(message, n, IMMUTABLE)]
    return [path for path in mask.paths if path not in ignored]


def _refusals(message: Message, names: Iterable[str]) -> Iterable[Violation]:
    known = descriptor(message).fields_by_name
    for name in names:
        field = known.get(name)
        if field is None:
            yield Violation(name, "is not a field that can be changed")
        elif behaves(message, name, OUTPUT_ONLY):
            yield Violation(name, "is set by the system and cannot be changed")
        elif behaves(message, name, IMMUTABLE):
            yield Violation(name, "cannot be changed after it was set")
        elif behaves(message, name, REQUIRED) and not is_set(message, field):
            yield Violation(name, "is required and cannot be cleared")
