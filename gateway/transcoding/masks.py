"""The update mask of a PATCH, from the keys of its JSON: what is named changes, null clears."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from gateway.descriptors.options import SERVER_SET, OptionReader

# Messages that are one value: they are replaced whole, never in part.
VALUES = ("google.protobuf.", "google.type.", "crm.type.")


def paths(message: Descriptor, value: dict[str, Any], options: OptionReader) -> list[str]:
    """The mask for a JSON object (RFC 7396): messages descend; lists, maps and values do not.

    A message that is given with all its fields is named whole, which says the same. Leaves out
    `etag`, which is a condition and not a change. Unknown names are left to the reader.
    """
    found: list[str] = []
    for key, item in value.items():
        field = message.fields_by_name.get(key)
        if field is None or key == "etag":
            continue
        inner = parts(field, item)
        if inner is None or complete(inner, item, options):
            found.append(key)
        else:
            found += [f"{key}.{path}" for path in paths(inner, item, options)]
    return found


def descends(field: FieldDescriptor) -> bool:
    """Whether a field's parts may be changed one by one."""
    inner = field.message_type
    return not field.is_repeated and inner is not None and not inner.full_name.startswith(VALUES)


def parts(field: FieldDescriptor, item: object) -> Descriptor | None:
    """The type whose parts `item` changes; None when it replaces the field whole."""
    return field.message_type if descends(field) and isinstance(item, dict) else None


def complete(message: Descriptor, value: dict[str, Any], options: OptionReader) -> bool:
    """Whether an object gives everything that a caller can set of a message, all the way down."""
    settable = (f for f in message.fields if not options.behaviours(f) & SERVER_SET)
    return all(given(field, value, options) for field in settable)


def given(field: FieldDescriptor, value: dict[str, Any], options: OptionReader) -> bool:
    """Whether an object gives a field, and all of it."""
    if field.name not in value:
        return False
    item = value[field.name]
    inner = parts(field, item)
    return inner is None or complete(inner, item, options)
