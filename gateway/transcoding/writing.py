"""How single values and protobuf's well-known types become JSON values."""

import base64
import math
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from struct import Struct
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool

from gateway.transcoding.scalars import MAX_FLOAT32, TYPES_64
from gateway.transcoding.strict_json import SAFE_INTEGER
from gateway.transcoding.wellknown import WRAPPERS

Write = Callable[[Any], Any]

FLOAT32 = Struct("f")
EPOCH = date(1970, 1, 1)
MINUTES = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(1440))
SECONDS = tuple(f"{second:02d}" for second in range(60))


def plain_writer(field: FieldDescriptor) -> Write | None:
    """How a plain value becomes JSON; None when it is JSON as it stands."""
    if field.enum_type is not None:
        return enum_writer(field.enum_type)
    if field.type in TYPES_64:
        return str
    return CONVERTED.get(field.type)


def enum_writer(enum: EnumDescriptor) -> Write:
    """The name; a number that has none stays a number."""
    if enum.full_name == "google.protobuf.NullValue":
        return lambda _: None
    return Names(
        (number, value.name) for number, value in enum.values_by_number.items()
    ).__getitem__


class Names(dict[int, Any]):
    """Names by number; a number without one is its own name."""

    def __missing__(self, number: int) -> int:
        return number


def write_bytes(value: bytes) -> str:
    """Base64."""
    return base64.b64encode(value).decode()


def write_double(value: float) -> float | str:
    """A number, or the name of one that JSON lacks."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def write_float(value: float) -> float | str:
    """The shortest number that reads back as the same 32-bit float."""
    if not math.isfinite(value):
        return write_double(value)
    for precision in range(6, 9):
        short = float(f"{value:.{precision}g}")
        if abs(short) < MAX_FLOAT32 and FLOAT32.unpack(FLOAT32.pack(short))[0] == value:
            return short
    return float(f"{value:.9g}")


CONVERTED: dict[int, Write] = {
    FieldDescriptor.TYPE_BYTES: write_bytes,
    FieldDescriptor.TYPE_DOUBLE: write_double,
    FieldDescriptor.TYPE_FLOAT: write_float,
}


def write_time(message: Any) -> str:
    """RFC 3339 in UTC, with 0, 3, 6 or 9 digits of a second.

    Put together from tables: pages are full of times, and datetime takes twice as long.
    """
    day, second = divmod(message.seconds, 86_400)
    nanos = message.nanos
    fraction = digits(nanos) if nanos else ""
    return f"{date_text(day)}{MINUTES[second // 60]}{SECONDS[second % 60]}{fraction}Z"


@lru_cache(maxsize=4096)
def date_text(day: int) -> str:
    """The date of a day counted from 1970."""
    return (EPOCH + timedelta(days=day)).isoformat()


def write_duration(message: Any) -> str:
    """Seconds: "3.500s"."""
    seconds, nanos = message.seconds, message.nanos
    sign = "-" if seconds < 0 or nanos < 0 else ""
    return f"{sign}{abs(seconds)}{digits(abs(nanos))}s"


def digits(nanos: int) -> str:
    """A fraction of a second with its point; "" for none."""
    if not nanos:
        return ""
    micros, rest = divmod(nanos, 1_000)
    if rest:
        return f".{nanos:09d}"
    return f".{micros:06d}" if micros % 1_000 else f".{micros // 1_000:03d}"


def write_mask(message: Any) -> str:
    """Field names as they are called everywhere else here."""
    return ",".join(message.paths)


def write_value(message: Any) -> Any:
    """A google.protobuf.Value."""
    return VALUE_KINDS[message.WhichOneof("kind")](message)


def write_number(message: Any) -> int | float | None:
    """The number of a Value: 12, not 12.0; null for NaN and infinities, which JSON lacks."""
    value: float = message.number_value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= SAFE_INTEGER else value


def write_struct(message: Any) -> dict[str, Any]:
    """A google.protobuf.Struct."""
    fields = message.fields
    return {key: write_value(fields[key]) for key in fields}


def write_list(message: Any) -> list[Any]:
    """A google.protobuf.ListValue."""
    return [write_value(value) for value in message.values]


VALUE_KINDS: dict[str | None, Write] = {
    None: lambda _: None,
    "null_value": lambda _: None,
    "bool_value": attrgetter("bool_value"),
    "string_value": attrgetter("string_value"),
    "number_value": write_number,
    "struct_value": lambda value: write_struct(value.struct_value),
    "list_value": lambda value: write_list(value.list_value),
}


def write_wrapper(message: Any) -> Any:
    """google.protobuf.Int32Value and the like: the value alone."""
    write = plain_writer(message.DESCRIPTOR.fields_by_name["value"])
    return write(message.value) if write else message.value


def any_writer(pool: DescriptorPool) -> Write:
    """google.protobuf.Any by protobuf's own rules; a type unknown here is shown as its bytes."""

    def write(message: Any) -> Any:
        try:
            return json_format.MessageToDict(
                message,
                preserving_proto_field_name=True,
                always_print_fields_with_no_presence=True,
                descriptor_pool=pool,
            )
        except (TypeError, ValueError, json_format.Error):
            return {"@type": message.type_url, "value": write_bytes(message.value)}

    return write


def writers(pool: DescriptorPool) -> dict[str, Write]:
    """How to write each well-known type, by its full name."""
    return {
        "google.protobuf.Timestamp": write_time,
        "google.protobuf.Duration": write_duration,
        "google.protobuf.FieldMask": write_mask,
        "google.protobuf.Value": write_value,
        "google.protobuf.Struct": write_struct,
        "google.protobuf.ListValue": write_list,
        "google.protobuf.Any": any_writer(pool),
        **dict.fromkeys(WRAPPERS, write_wrapper),
    }
