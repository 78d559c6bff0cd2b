"""The update mask of a PATCH, from the keys of its JSON: what is named changes, null clears."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

# Messages that are one value: they are replaced whole, never in part.
VALUES = ("google.protobuf.", "google.type.", "crm.type.")


def paths(message: Descriptor, value: dict[str, Any], inside: str = "") -> Iterator[str]:
    """The mask for a JSON object (RFC 7396): messages descend; lists, maps and values do not.

    Leaves out `etag`, which is a condition and not a change. Unknown names are left to the reader.
    """
    for key, item in value.items():
        field = message.fields_by_name.get(key)
        if field is None or (key == "etag" and not inside):
            continue
        inner = field.message_type
        if inner is not None and descends(field) and isinstance(item, dict):
            yield from paths(inner, item, f"{inside}{key}.")
        else:
            yield f"{inside}{key}"


def descends(field: FieldDescriptor) -> bool:
    """Whether a field's parts may be changed one by one."""
    inner = field.message_type
    return not field.is_repeated and inner is not None and not inner.full_name.startswith(VALUES)
