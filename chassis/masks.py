"""Update masks (AIP-134, AIP-161) and field behaviour (AIP-203)."""

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Part:
    """Some fields of a message inside the resource, as {name: value}; a field that is cleared is
    named without a value. The other fields stay as they are."""

    names: frozenset[str]
    given: dict[str, Any]

    def over(self, old: dict[str, Any] | None) -> dict[str, Any]:
        """The whole message: this part over what there was."""
        kept = {name: value for name, value in (old or {}).items() if name not in self.names}
        return {**kept, **self.given}


def values(message: Message, model: type) -> dict[str, Any]:
    """What a create sets: every field of the message that the model has and a caller may write."""
    names = [n for n in mapping.writable(message, model) if not behaves(message, n, OUTPUT_ONLY)]
    return mapping.from_message(message, model, names)


def changes(message: Message, mask: FieldMask, model: type) -> dict[str, Any]:
    """What an update changes: field -> new value, for the fields the mask names.

    An empty mask names the fields that are set; "*" all a caller may write; "a.b" one field of a
    message inside, which becomes a Part. Raises InvalidArgument for paths that are unknown,
    read-only or required and empty.
    """
    names = _names(message, mask)
    if refused := [*_refusals(message, names)]:
        raise InvalidArgument.many(refused)
    known = set(mapping.writable(message, model))
    whole = [name for name in names if name in known]
    parts = _inside(names, known)
    found = mapping.from_message(message, model, [*whole, *parts])
    return found | {name: _part(found[name], inner) for name, inner in parts.items()}


def _inside(paths: Iterable[str], known: set[str]) -> dict[str, frozenset[str]]:
    """Field -> the names of its own fields that the paths mention."""
    inside: dict[str, frozenset[str]] = {}
    for name, dot, inner in (path.partition(".") for path in paths):
        if dot and name in known:
            inside[name] = inside.get(name, frozenset()) | {inner}
    return inside


def _part(value: dict[str, Any] | None, names: frozenset[str]) -> Part:
    return Part(names, {name: kept for name, kept in (value or {}).items() if name in names})


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


def _refusals(message: Message, paths: Iterable[str]) -> Iterable[Violation]:
    for path in paths:
        outer, dot, name = path.rpartition(".")
        holder = _held(message, outer) if dot else message
        if why := _refusal(holder, name):
            yield Violation(path, why)


def _held(message: Message, name: str) -> Message | None:
    """The message inside a field that is not repeated; None when there is none of that name."""
    field = descriptor(message).fields_by_name.get(name)
    if field is None or field.is_repeated or field.message_type is None:
        return None
    held: Message = getattr(message, name)
    return None if behaves(message, name, OUTPUT_ONLY) else held


def _refusal(message: Message | None, name: str) -> str:
    """Why a field cannot be changed; "" when it can."""
    field = descriptor(message).fields_by_name.get(name) if message is not None else None
    if message is None or field is None:
        return "is not a field that can be changed"
    if behaves(message, name, OUTPUT_ONLY):
        return "is set by the system and cannot be changed"
    if behaves(message, name, IMMUTABLE):
        return "cannot be changed after it was set"
    if behaves(message, name, REQUIRED) and not is_set(message, field):
        return "is required and cannot be cleared"
    return ""
