"""Reads the JSON forms of protobuf's well-known types into their messages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor_pool import DescriptorPool

from gateway.transcoding.faults import Faults, fault
from gateway.transcoding.scalars import check_of, text
from gateway.transcoding.strict_json import SAFE_INTEGER

Fill = Callable[[Any, Any], None]
"""Fills a message with a JSON value; raises Faults."""

TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
DURATION = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s")
MASK_PATH = re.compile(r"\*|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 315_576_000_000  # seconds, ten thousand years: the bound of google.protobuf.Duration

WRAPPERS = frozenset(
    f"google.protobuf.{kind}Value"
    for kind in ("Bool", "Bytes", "Double", "Float", "Int32", "Int64", "String", "UInt32", "UInt64")
)


def fill_time(message: Any, value: Any) -> None:
    """RFC 3339 with an offset."""
    match = TIME.fullmatch(text(value))
    if not match:
        raise fault("must be a time like 2026-01-31T09:30:00Z")
    civil, fraction, offset = match.groups()
    try:
        since = datetime.fromisoformat(civil + offset).astimezone(UTC) - EPOCH
    except (ValueError, OverflowError):
        raise fault("is no time of the calendar") from None
    message.seconds = since.days * 86_400 + since.seconds
    message.nanos = int((fraction or "").ljust(9, "0"))


def fill_duration(message: Any, value: Any) -> None:
    """Seconds with up to nine digits after the point: "3.5s"."""
    match = DURATION.fullmatch(text(value))
    if not match:
        raise fault('must be a number of seconds like "3.5s"')
    sign = -1 if match[1] else 1
    seconds, nanos = int(match[2]), int((match[3] or "").ljust(9, "0"))
    if (seconds, nanos) > (LONGEST, 0):
        raise fault("is too long a time")
    message.seconds, message.nanos = sign * seconds, sign * nanos


def fill_mask(message: Any, value: Any) -> None:
    """Field names as everywhere in this API, in one string: "first_name,address.city"."""
    paths = [path for path in text(value).split(",") if path]
    if not all(MASK_PATH.fullmatch(path) for path in paths):
        raise fault('must be field names like "first_name,tags"')
    message.paths.extend(paths)


def fill_value(message: Any, value: Any) -> None:
    """Any JSON value into a google.protobuf.Value."""
    match value:
        case None:
            message.null_value = 0
        case bool():
            message.bool_value = value
        case str():
            message.string_value = value
        case int() | float():
            message.number_value = number(value)
        case dict():
            message.struct_value.SetInParent()
            fill_struct(message.struct_value, value)
        case _:
            message.list_value.SetInParent()
            fill_list(message.list_value, value)


def number(value: int | float) -> float:
    """A number that survives being stored as a double."""
    if isinstance(value, int) and abs(value) > SAFE_INTEGER:
        raise fault(f"must be between -{SAFE_INTEGER} and {SAFE_INTEGER}; send it as text")
    return float(value)


def fill_struct(message: Any, value: Any) -> None:
    """A JSON object into a google.protobuf.Struct."""
    if not isinstance(value, dict):
        raise fault("must be an object")
    for key, item in value.items():
        nested(message.fields[key], item, key)


def fill_list(message: Any, value: Any) -> None:
    """A JSON list into a google.protobuf.ListValue."""
    if not isinstance(value, list):
        raise fault("must be a list")
    for index, item in enumerate(value):
        nested(message.values.add(), item, index)


def nested(message: Any, value: Any, step: str | int) -> None:
    """A value inside another; what is wrong is told from the outer one's view."""
    try:
        fill_value(message, value)
    except Faults as error:
        raise Faults(error.under(step)) from None


def fill_wrapper(message: Any, value: Any) -> None:
    """A plain value into google.protobuf.Int32Value and the like."""
    message.value = check_of(message.DESCRIPTOR.fields_by_name["value"])(value)


def fill_any(pool: DescriptorPool) -> Fill:
    """An object with "@type" into a google.protobuf.Any, by protobuf's own rules."""

    def fill(message: Any, value: Any) -> None:
        try:
            json_format.ParseDict(value, message, descriptor_pool=pool)
        except (json_format.ParseError, TypeError, AttributeError, ValueError):
            raise fault('must be an object whose "@type" is known here') from None

    return fill


def fills(pool: DescriptorPool) -> dict[str, Fill]:
    """How to fill each well-known type, by its full name."""
    return {
        "google.protobuf.Timestamp": fill_time,
        "google.protobuf.Duration": fill_duration,
        "google.protobuf.FieldMask": fill_mask,
        "google.protobuf.Value": fill_value,
        "google.protobuf.Struct": fill_struct,
        "google.protobuf.ListValue": fill_list,
        "google.protobuf.Any": fill_any(pool),
        **dict.fromkeys(WRAPPERS, fill_wrapper),
    }
