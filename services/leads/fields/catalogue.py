"""The definitions in force, remembered for a moment: every read of a contact asks for them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select

from chassis import custom_fields
from chassis.changes import Values
from chassis.custom_fields import FieldType
from chassis.database import Database
from services.leads.fields.model import Field, Resource

#: How long another process may go on with a definition that was changed here, in seconds.
STALE = 1.0
#: What stored values are in Python; a key defined anew with another type hides the old values.
SHAPES: Mapping[FieldType, type | tuple[type, ...]] = {
    FieldType.TEXT: str,
    FieldType.NUMBER: (int, float),
    FieldType.BOOLEAN: bool,
    FieldType.DATE: str,
    FieldType.CHOICE: str,
    FieldType.CHOICES: list,
}


class Customised(Protocol):
    """A record with custom fields."""

    custom_fields: Any


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition, apart from the database."""

    key: str
    label: str
    type: FieldType
    required: bool
    options: list[str]
    help_text: str


class Catalogue:
    """The custom fields of each resource. One per process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Mapping[Resource, Sequence[Defined]] = {}
        self._until = 0.0

    def of(self, resource: Resource) -> Sequence[Defined]:
        """The definitions of a resource in order of position, at most STALE old."""
        if time.monotonic() >= self._until:
            self._known = self._load()
            self._until = time.monotonic() + STALE
        return self._known.get(resource, ())

    def forget(self) -> None:
        """What is asked next is read anew."""
        self._until = 0.0

    def complete(self, resource: Resource, values: Values | None, *, required: bool) -> Values:
        """What a new record stores; required: fields that must have a value are asked for.

        Raises InvalidArgument naming each custom_fields.<key> that breaks its rule.
        """
        definitions = self._knowing(resource, values or {})
        return custom_fields.merge({}, values or {}, definitions, new=required)

    def changed(self, resource: Resource, record: Customised, values: Values | None) -> Values:
        """What a record stores after a change: keys not named stay, None clears one or all.

        Raises InvalidArgument naming each custom_fields.<key> that breaks its rule.
        """
        stored = record.custom_fields
        changes = dict.fromkeys(self.visible(resource, stored)) if values is None else values
        return custom_fields.merge(stored, changes, self._knowing(resource, changes))

    def visible(self, resource: Resource, stored: Values) -> Values:
        """What is shown of a record's values: those that are defined, and of the type defined."""
        if not stored:
            return stored
        shown = custom_fields.visible(stored, definitions := self.of(resource))
        types = {definition.key: SHAPES[definition.type] for definition in definitions}
        return {key: value for key, value in shown.items() if isinstance(value, types[key])}

    def _knowing(self, resource: Resource, values: Values) -> Sequence[Defined]:
        """The definitions; read anew when a key is not among those remembered."""
        if not values.keys() <= {definition.key for definition in self.of(resource)}:
            self.forget()
        return self.of(resource)

    def _load(self) -> Mapping[Resource, Sequence[Defined]]:
        known: dict[Resource, list[Defined]] = {}
        ordered = select(Field).order_by(Field.position, Field.create_time, Field.id)
        with self._database.reading() as tx:
            for field in tx.scalars(ordered):
                values = {name: getattr(field, name) for name in Defined.__dataclass_fields__}
                known.setdefault(field.resource, []).append(Defined(**values))
        return known
