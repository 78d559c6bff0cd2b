"""Checks of single JSON values against proto fields, and the words for what is wrong with them.

Stricter than proto3 JSON on purpose: one way to write each value. A number is not a string,
3.0 is not a whole number, enums have names. 64-bit integers come as text or as numbers.
"""

import base64
import math
import re
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

from gateway.transcoding.faults import fault

Check = Callable[[Any], Any]

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,19})")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
BASE64 = re.compile(r"^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$")
MAX_FLOAT32 = 3.4028235677973366e38  # what rounds to the largest float

TYPES_32 = {
    FieldDescriptor.TYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_SINT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_SFIXED32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.TYPE_FIXED32: (0, 2**32 - 1),
}
TYPES_64 = {
    FieldDescriptor.TYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_SINT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_SFIXED64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT64: (0, 2**64 - 1),
    FieldDescriptor.TYPE_FIXED64: (0, 2**64 - 1),
}
INTEGERS = TYPES_32 | TYPES_64


def check_of(field: FieldDescriptor) -> Check:
    """The check of a field's values: JSON in, proto value out, Faults when it does not fit."""
    if field.type in TYPES_32:
        return whole(*TYPES_32[field.type])
    if field.type in TYPES_64:
        return long(*TYPES_64[field.type])
    if field.enum_type is not None:
        return one_of(field.enum_type)
    return SIMPLE[field.type]


def text(value: Any) -> str:
    """A string."""
    if type(value) is not str:
        raise fault("must be a string")
    return value


def boolean(value: Any) -> bool:
    """true or false."""
    if value is not True and value is not False:
        raise fault("must be true or false")
    return value


def double(value: Any) -> float:
    """A number."""
    if type(value) is float:
        return value
    if type(value) is not int:
        raise fault("must be a number")
    try:
        return float(value)
    except OverflowError:
        raise fault("is too large a number") from None


def single(value: Any) -> float:
    """A number that a 32-bit float holds."""
    number = double(value)
    if abs(number) >= MAX_FLOAT32:
        raise fault("is too large a number")
    return number


def octets(value: Any) -> bytes:
    """Bytes as base64, of either alphabet, padded or not."""
    plain = text(value)
    if not BASE64.fullmatch(plain):
        raise fault("must be base64")
    plain = plain.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def whole(low: int, high: int) -> Check:
    """A whole number between two bounds."""

    def check(value: Any) -> int:
        if type(value) is not int:
            raise fault("must be a whole number")
        if not low <= value <= high:
            raise fault(f"must be between {low} and {high}")
        return value

    return check


def long(low: int, high: int) -> Check:
    """A 64-bit number: text, because JavaScript rounds such numbers, or a JSON number."""
    within = whole(low, high)

    def check(value: Any) -> int:
        if type(value) is str and WHOLE.fullmatch(value):
            value = int(value)
        return int(within(value))

    return check


def one_of(enum: EnumDescriptor) -> Check:
    """The name of an enum's value."""
    numbers = {value.name: value.number for value in enum.values}
    chosen = [name for name, number in numbers.items() if number] or list(numbers)
    detail = f"must be one of {', '.join(chosen)}"

    def check(value: Any) -> int:
        number = numbers.get(value) if type(value) is str else None
        if number is None:
            raise fault(detail)
        return number

    return check


SIMPLE: dict[int, Check] = {
    FieldDescriptor.TYPE_STRING: text,
    FieldDescriptor.TYPE_BOOL: boolean,
    FieldDescriptor.TYPE_DOUBLE: double,
    FieldDescriptor.TYPE_FLOAT: single,
    FieldDescriptor.TYPE_BYTES: octets,
}


def from_text(field: FieldDescriptor) -> Callable[[str], Any]:
    """How a path, a query or a map's key writes a field's value: text in, JSON value out."""
    if field.type in INTEGERS:
        return whole_from_text
    if field.type == FieldDescriptor.TYPE_BOOL:
        return boolean_from_text
    if field.type in {FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT}:
        return number_from_text
    return str


def whole_from_text(value: str) -> int:
    """ASCII digits, as JSON writes them: no +1, 007, 1_000 or other scripts' digits."""
    if not WHOLE.fullmatch(value):
        raise fault("must be a whole number")
    return int(value)


def boolean_from_text(value: str) -> bool:
    """`true` or `false`, nothing else."""
    if value not in {"true", "false"}:
        raise fault("must be true or false")
    return value == "true"


def number_from_text(value: str) -> float:
    """A number as JSON writes it."""
    if not NUMBER.fullmatch(value) or math.isinf(number := float(value)):
        raise fault("must be a number")
    return number
