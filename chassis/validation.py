"""Checks a request against its proto: protovalidate's rules and google.api.field_behavior."""

from collections.abc import Iterable
from typing import Any

import protovalidate
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from chassis.descriptors import descriptor, fields, is_set
from chassis.errors import InvalidArgument, Violation
from chassis.masks import REQUIRED, behaves
from chassis.storable import unstorable


def check(request: Message) -> None:
    """Raises InvalidArgument that names every field breaking a rule, by its dotted path."""
    found = [*_missing(request, ""), *_broken(request), *unstorable(request)]
    if found:
        raise InvalidArgument.many(found)


def _broken(request: Message) -> Iterable[Violation]:
    for violation in protovalidate.collect_violations(request):
        yield Violation(_path(violation.proto.field), violation.proto.message)


def _path(field_path: Any) -> str:
    parts = []
    for element in field_path.elements:
        part = element.field_name
        if element.subscript is not None:
            part += f"[{element.subscript.value}]"
        parts.append(part)
    return ".".join(parts)


def _missing(message: Message, prefix: str) -> Iterable[Violation]:
    """Required fields that are empty; an update only asks for those its mask names."""
    for field in fields(message):
        path = f"{prefix}{field.name}"
        if behaves(message, field.name, REQUIRED) and not is_set(message, field):
            yield Violation(path, "is required")
        elif _descends(message, field):
            yield from _missing(getattr(message, field.name), f"{path}.")


def _descends(message: Message, field: FieldDescriptor) -> bool:
    if field.message_type is None or field.is_repeated:
        return False
    if field.message_type.full_name.startswith("google.protobuf."):
        return False
    if "update_mask" in descriptor(message).fields_by_name:
        return False
    return message.HasField(field.name)
