"""Checks a request against its proto: protovalidate's rules and google.api.field_behavior."""

from collections.abc import Iterable
from typing import Any

import protovalidate
from buf.validate import validate_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from chassis import rule_words
from chassis.descriptors import descriptor, fields, is_set, option
from chassis.errors import InvalidArgument, Violation
from chassis.masks import REQUIRED, behaves
from chassis.storable import unstorable
from chassis.years import far_times


def check(request: Message) -> None:
    """Raises InvalidArgument that names every field breaking a rule, by its dotted path."""
    missing = list(_missing(request, ""))
    empty = {violation.field for violation in missing}
    broken = [violation for violation in _broken(request) if violation.field not in empty]
    if found := [*missing, *broken, *far_times(request), *unstorable(request)]:
        raise InvalidArgument.many(found)


def _broken(request: Message) -> Iterable[Violation]:
    for violation in protovalidate.collect_violations(request):
        yield Violation(_path(violation.proto.field), rule_words.said(violation, request))


def _path(field_path: Any) -> str:
    parts = []
    for element in field_path.elements:
        part = element.field_name
        if element.subscript is not None:
            part += f"[{element.subscript.value}]"
        parts.append(part)
    return ".".join(parts)


def _missing(message: Message, prefix: str, *, whole: bool = True) -> Iterable[Violation]:
    """Required fields that are empty; of what an update sends (not whole), those of items alone."""
    inside = whole and "update_mask" not in descriptor(message).fields_by_name
    for field in fields(message):
        path = f"{prefix}{field.name}"
        if whole and behaves(message, field.name, REQUIRED) and not is_set(message, field):
            yield Violation(path, "is required")
        elif _of_ours(field) and field.is_repeated and not _items_unchecked(field):
            for index, item in enumerate(getattr(message, field.name)):
                yield from _missing(item, f"{path}[{index}].")
        elif _of_ours(field) and not field.is_repeated and message.HasField(field.name):
            yield from _missing(getattr(message, field.name), f"{path}.", whole=inside)


def _of_ours(field: FieldDescriptor) -> bool:
    """A message, or a list of them, that may have required fields."""
    kind = field.message_type
    if kind is None or kind.GetOptions().map_entry:
        return False
    return not kind.full_name.startswith("google.protobuf.")


def _items_unchecked(field: FieldDescriptor) -> bool:
    """A batch whose items are answered one by one."""
    items = option(field, validate_pb2.field).repeated.items
    return bool(items.ignore == validate_pb2.IGNORE_ALWAYS)
