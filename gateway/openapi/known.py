"""The schemas of plain values and of protobuf's well-known types."""

from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from gateway.openapi.rules import Json
from gateway.transcoding.scalars import BASE64, TYPES_32, TYPES_64
from gateway.transcoding.wellknown import MASK_PATH, WRAPPERS

PLAIN: dict[int, Json] = {
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_BYTES: {
        "type": "string",
        "contentEncoding": "base64",
        "pattern": BASE64.pattern,
    },
    FieldDescriptor.TYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.TYPE_FLOAT: {"type": "number", "format": "float"},
}
LONG = "(0|[1-9][0-9]{0,18})"

KNOWN: dict[str, Json] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {
        "type": "string",
        "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,9})?s$",
        "examples": ["3.5s"],
    },
    "google.protobuf.FieldMask": {
        "type": "string",
        "pattern": rf"^(?:{MASK_PATH.pattern})(?:,(?:{MASK_PATH.pattern}))*$|^$",
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
        sign = "-?" if TYPES_64[field.type][0] else ""
        return {"type": kinds, "format": "int64", "pattern": f"^{sign}{LONG}$"}
    return dict(PLAIN[field.type])


def key_schema(field: FieldDescriptor) -> Json | None:
    """The keys of a map, which are text in JSON; None when any text will do."""
    if field.type == field.TYPE_STRING:
        return None
    if field.type == field.TYPE_BOOL:
        return {"enum": ["true", "false"]}
    low = (TYPES_32 | TYPES_64)[field.type][0]
    return {"pattern": f"^{'-?' if low else ''}{LONG}$"}


def known_enum(enum: EnumDescriptor) -> Json | None:
    """google.protobuf.NullValue, which is written as null; None for any other."""
    return {"type": "null"} if enum.full_name == "google.protobuf.NullValue" else None


def known_schema(message: Descriptor, *, sent: bool) -> Json | None:
    """A well-known type; None for any other."""
    if message.full_name in WRAPPERS:
        return plain_schema(message.fields_by_name["value"], sent=sent)
    schema = KNOWN.get(message.full_name)
    return None if schema is None else dict(schema)
