"""Hypothesis strategies that make messages of any type from its descriptor."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

from gateway.transcoding import wellknown
from gateway.transcoding.decoding import is_map
from gateway.transcoding.scalars import INTEGERS

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | TEXT | NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
FIRST, LAST = -62135596800, 253402300799  # years 1 and 9999, in seconds since 1970
NANOS = st.sampled_from([0, 1, 1_000, 500_000, 1_000_000, 120_000_000, 999_999_999])
MASKS = st.lists(st.sampled_from(["name", "first_name", "address.zip_code"]), max_size=3)


def scalars(field: FieldDescriptor, *, finite: bool = True) -> st.SearchStrategy[Any]:
    """Values of a plain field."""
    if field.type in INTEGERS:
        return st.integers(*INTEGERS[field.type])
    if field.enum_type is not None:
        return st.sampled_from(sorted(field.enum_type.values_by_number))
    width = 32 if field.type == FieldDescriptor.TYPE_FLOAT else 64
    floats = st.floats(width=width, allow_nan=not finite, allow_infinity=not finite)
    return {
        FieldDescriptor.TYPE_STRING: TEXT,
        FieldDescriptor.TYPE_BYTES: st.binary(max_size=8),
        FieldDescriptor.TYPE_BOOL: st.booleans(),
    }.get(field.type, floats)


@st.composite
def messages(
    draw: st.DrawFn, descriptor: Descriptor, *, depth: int = 2, finite: bool = True
) -> Message:
    """A message with some of its fields set."""
    message = GetMessageClass(descriptor)()
    names = [field.name for field in descriptor.fields if depth or not field.message_type]
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=12)) if names else []:
        put(draw, message, descriptor.fields_by_name[name], depth, finite)
    return message


def put(
    draw: st.DrawFn, message: Message, field: FieldDescriptor, depth: int, finite: bool
) -> None:
    """Sets one field."""
    if is_map(field):
        put_entries(draw, getattr(message, field.name), field, depth, finite)
    elif field.message_type is None:
        values = scalars(field, finite=finite)
        if field.is_repeated:
            getattr(message, field.name).extend(draw(st.lists(values, max_size=3)))
        else:
            setattr(message, field.name, draw(values))
    elif field.is_repeated:
        for _ in range(draw(st.integers(0, 2))):
            fill(draw, getattr(message, field.name).add(), depth, finite)
    else:
        getattr(message, field.name).SetInParent()
        fill(draw, getattr(message, field.name), depth, finite)


def put_entries(
    draw: st.DrawFn, entries: Any, field: FieldDescriptor, depth: int, finite: bool
) -> None:
    """Puts some entries into a map."""
    key, value = (field.message_type.fields_by_name[name] for name in ("key", "value"))
    for word in draw(st.lists(scalars(key), unique=True, max_size=3)):
        if value.message_type is None:
            entries[word] = draw(scalars(value, finite=finite))
        else:
            fill(draw, entries[word], depth, finite)


def fill(draw: st.DrawFn, message: Any, depth: int, finite: bool) -> None:
    """Fills a message that is already in its place."""
    name = message.DESCRIPTOR.full_name
    match name:
        case "google.protobuf.Timestamp":
            message.seconds, message.nanos = draw(st.integers(FIRST, LAST)), draw(NANOS)
        case "google.protobuf.Duration":
            sign = draw(st.sampled_from([1, -1]))
            message.seconds = sign * draw(st.integers(0, 315_576_000_000 - 1))
            message.nanos = sign * draw(NANOS)
        case "google.protobuf.FieldMask":
            message.paths.extend(draw(MASKS))
        case "google.protobuf.Value" | "google.protobuf.Struct" | "google.protobuf.ListValue":
            fill_json(message, draw(JSON))
        case "google.protobuf.Any":
            message.type_url = "type.googleapis.com/google.protobuf.StringValue"
            message.value = b"\n\x02hi"
        case _:
            inner = draw(messages(message.DESCRIPTOR, depth=depth - 1, finite=finite))
            message.CopyFrom(inner)


def fill_json(message: Any, value: Any) -> None:
    """Any JSON value into whichever of the JSON messages it is."""
    match message.DESCRIPTOR.name:
        case "Value":
            wellknown.fill_value(message, value)
        case "Struct":
            wellknown.fill_struct(message, {"key": value})
        case _:
            wellknown.fill_list(message, [value])
