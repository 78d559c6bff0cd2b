"""Values that callers give for placeholders."""

from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct

from chassis.errors import InvalidArgument, Violation


def plain_values(given: Struct) -> dict[str, Any]:
    """Texts, numbers, true and false by name. Raises InvalidArgument for anything else."""
    values = MessageToDict(given)
    refused = [
        Violation(f"values.{name}", "must be a text, a number, true or false")
        for name, value in values.items()
        if not isinstance(value, str | float | int | bool)
    ]
    if refused:
        raise InvalidArgument.many(refused)
    return values
