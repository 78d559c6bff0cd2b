"""The schemas of plain values and of protobuf's well-known types."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from gateway.openapi.rules import Json
from gateway.transcoding.scalars import TYPES_32, TYPES_64
from gateway.transcoding.wellknown import WRAPPERS

PLAIN: dict[int, Json] = {
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.TYPE_FLOAT: {"type": "number", "format": "float"},
}
LONG = "^-?(0|[1-9][0-9]{0,18})$"

KNOWN: dict[str, Json] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {
        "type": "string",
        "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,9})?s$",
        "examples": ["3.5s"],
    },
    "google.protobuf.FieldMask": {
        "type": "string",
        "pattern": r"^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*)?(,[a-z][a-z0-9_.]*)*$",
        "examples": ["first_name,tags"],
    },
    "google.protobuf.Struct": {"type": "object", "additionalProperties": True},
    "google.protobuf.Value": {},
    "google.protobuf.ListValue": {"type": "array", "items": {}},
    "google.protobuf.Empty": {"type": "object", "additionalProperties": False},
    "google.protobuf.Any": {
        "type": "object",
        "properties": {"@type": {"type": "string"}},
        "required": ["@type"],
        "additionalProperties": True,
    },
    "google.api.HttpBody": {"type": "string", "format": "binary"},
}


def plain_schema(field: FieldDescriptor, *, sent: bool) -> Json:
    """A plain value; 64-bit numbers are text, and may be sent as numbers."""
    if field.type in TYPES_32:
        low, high = TYPES_32[field.type]
        return {"type": "integer", "format": "int32", "minimum": low, "maximum": high}
    if field.type in TYPES_64:
        kinds: Any = ["string", "integer"] if sent else "string"
        return {"type": kinds, "format": "int64", "pattern": LONG}
    return dict(PLAIN[field.type])


def known_schema(message: Descriptor, *, sent: bool) -> Json | None:
    """A well-known type; None for any other."""
    if message.full_name in WRAPPERS:
        return plain_schema(message.fields_by_name["value"], sent=sent)
    schema = KNOWN.get(message.full_name)
    return None if schema is None else dict(schema)
