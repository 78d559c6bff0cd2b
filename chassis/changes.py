"""What an update did: fields with old and new values, as facts and timelines tell it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from google.protobuf.struct_pb2 import Struct

Values = dict[str, Any]
#: field name -> {"old": value, "new": value}, in values JSON knows.
Changes = dict[str, dict[str, Any]]


def values_of(record: object, names: Iterable[str]) -> Values:
    """The named fields of a record; lists and bags are copied."""
    return {name: _copied(getattr(record, name)) for name in names}


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """The fields whose values differ. Of a bag only the keys that do."""
    changed = {name: (old, after[name]) for name, old in before.items() if old != after[name]}
    return {name: _change(old, new) for name, (old, new) in changed.items()}


def as_json(value: Any) -> Any:
    """The value as JSON has it: ids and times as text, enums by name."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _change(old: Any, new: Any) -> dict[str, Any]:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        old = {key: old[key] for key in keys if key in old}
        new = {key: new[key] for key in keys if key in new}
    return {"old": as_json(old), "new": as_json(new)}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value


def as_struct(values: Mapping[str, Any]) -> Struct:
    """The values as a message carries them."""
    struct = Struct()
    struct.update(values)
    return struct
