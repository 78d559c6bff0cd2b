"""What a message may carry that no database, JSON or spreadsheet can: refused before it gets there.

Over HTTP none of this passes the gateway; services are called by gRPC too and check for themselves.
"""

import math
from collections.abc import Iterable
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from chassis.errors import Violation


def unstorable(request: Message) -> Iterable[Violation]:
    """The fields with NUL in text, NaN, infinity, or a JSON value that is none.

    All of these show as a zero byte when written, so most requests need no closer look.
    """
    if b"\0" not in request.SerializePartialToString():
        return
    yield from _look_into(request, "")


def _look_into(message: Message, path: str) -> Iterable[Violation]:
    if message.DESCRIPTOR.full_name == "google.protobuf.Value" and not message.ListFields():
        yield Violation(path, "must have a value")
    for field, value in message.ListFields():
        name = f"{path}.{field.name}".removeprefix(".")
        for where, item in _items(field, value, name):
            yield from _look_at(item, where)


def _items(field: FieldDescriptor, value: Any, name: str) -> Iterable[tuple[str, Any]]:
    """The single values of a field, each with its path; keys of maps stand for themselves."""
    if not field.is_repeated:
        yield name, value
    elif not hasattr(value, "items"):
        yield from ((f"{name}[{number}]", item) for number, item in enumerate(value))
    else:
        for key, item in value.items():
            yield name, key
            yield f"{name}.{key}", item


def _look_at(value: Any, path: str) -> Iterable[Violation]:
    if isinstance(value, Message):
        yield from _look_into(value, path)
    elif isinstance(value, str) and "\0" in value:
        yield Violation(path.replace("\0", ""), "must not contain NUL")
    elif isinstance(value, float) and not math.isfinite(value):
        yield Violation(path, "must be a finite number")
