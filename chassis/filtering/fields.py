"""What a resource can be filtered by: declared once per resource, read by both sides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from chassis.custom_fields import Definition, FieldType
from chassis.filtering.kinds import Boolean, Choice, Date, Kind, Number, Tags, Text, Time, Uuid
from chassis.filtering.nodes import Check, Node, Not, any_of, opposite
from chassis.filtering.questions import Holds, Like, Pattern, Present, Question, Same
from chassis.filtering.tokens import Refusal, Token


@dataclass(frozen=True)
class Field:
    """Something filters may name.

    column: what to compare in SQL, when it is not the model's attribute of the same name.
    bag: the JSONB column that holds the value under `key`; "" for a column of its own.
    """

    name: str
    kind: Kind
    column: Any = None
    bag: str = ""
    label: str = ""

    @property
    def key(self) -> str:
        """The name inside the bag."""
        return self.name.removeprefix(f"{self.bag}.")

    @property
    def operators(self) -> tuple[str, ...]:
        """What may stand behind the name; ":*" asks for any value."""
        return (*self.kind.operators, ":*")

    def check(self, operator: str, values: list[Token], position: int) -> Node:
        """What `name operator value` asks; several values go with `in`. Raises Refusal."""
        if operator == "!=":
            return opposite(self.check("=", values, position))
        if operator == "in":
            self._require(operator, position)
            return any_of(_merged([self._equal(value) for value in values]))
        value = values[0]
        if value.anything and operator in ("=", ":") or value.null and operator == "=":
            return self._equal(value)
        self._require(operator, position)
        if value.null:
            raise Refusal(f"no value goes with = and != only: {self.name} = null", value.start)
        return Check(self, self.kind.ask(operator, value))

    def _equal(self, value: Token) -> Node:
        if value.null:
            return Not(Check(self, Present()))
        return Check(self, Present() if value.anything else self.kind.ask("=", value))

    def _require(self, operator: str, position: int) -> None:
        if operator not in self.kind.operators:
            raise Refusal(
                f"{self.name!r} is a {self.kind.name}, which {operator!r} does not go with; "
                f"use {' '.join(self.operators)}",
                position,
            )


def _merged(nodes: list[Node]) -> list[Node]:
    """The same alternatives, with those that only differ in the value made one."""
    others: list[Node] = []
    alike: dict[type[Question], list[Any]] = {}
    for node in nodes:
        if isinstance(node, Check) and isinstance(node.question, Same | Holds):
            alike.setdefault(type(node.question), []).extend(node.question.values)
            field = node.field
        else:
            others.append(node)
    joined = [Check(field, make(tuple(values))) for make, values in alike.items()]  # type: ignore[call-arg]
    return [*joined, *others]


@dataclass(frozen=True)
class Bag:
    """A JSONB column whose keys admins define: custom fields."""

    name: str

    def fields(self, definitions: Iterable[Definition]) -> Iterator[Field]:
        """One field per definition, under "bag.key"."""
        for definition in definitions:
            kind = _KINDS[definition.type](definition)
            name = f"{self.name}.{definition.key}"
            yield Field(name, kind, bag=self.name, label=definition.label)


_KINDS: dict[FieldType, Callable[[Definition], Kind]] = {
    FieldType.TEXT: lambda _: Text(),
    FieldType.NUMBER: lambda _: Number(),
    FieldType.BOOLEAN: lambda _: Boolean(),
    FieldType.DATE: lambda _: Date(),
    FieldType.CHOICE: lambda definition: Choice(definition.options),
    FieldType.CHOICES: lambda definition: Tags(definition.options),
}


class Fields:
    """The fields of a resource, and those a bare word is looked for in."""

    def __init__(self, *parts: Field | Bag | tuple[Field, ...], search: Iterable[str] = ()) -> None:
        self._bags = [part for part in parts if isinstance(part, Bag)]
        groups = [part if isinstance(part, tuple) else (part,) for part in parts]
        fields = [part for group in groups for part in group if isinstance(part, Field)]
        self._fields = {field.name: field for field in fields}
        self._search = [self._fields[name] for name in search]

    def all(self, definitions: Iterable[Definition] = ()) -> dict[str, Field]:
        """Every field by its name in filters, custom ones last."""
        definitions = list(definitions)
        custom = [field for bag in self._bags for field in bag.fields(definitions)]
        return self._fields | {field.name: field for field in custom}

    def search(self, word: Token) -> Node:
        """Looks for a word in the fields made for it. Raises Refusal when there are none."""
        if not self._search:
            raise Refusal(f"an operator is missing beside {word.text!r}", word.start)
        if word.starred or not word.text:
            raise Refusal("a bare word is found anywhere; write it without '*'", word.start)
        pattern = Pattern(word.text, star_before=True, star_after=True, fold=True)
        return any_of([Check(field, Like(pattern)) for field in self._search])


def text(name: str, column: Any = None) -> Field:
    """Characters; `column` when the model's attribute has another name or table."""
    return Field(name, Text(), column)


def number(name: str, column: Any = None) -> Field:
    """An integer, Numeric or double; not REAL, whose values change when they are widened."""
    return Field(name, Number(), column)


def boolean(name: str, column: Any = None) -> Field:
    """true or false."""
    return Field(name, Boolean(), column)


def time(name: str, column: Any = None) -> Field:
    """An instant."""
    return Field(name, Time(), column)


def date(name: str, column: Any = None) -> Field:
    """A day."""
    return Field(name, Date(), column)


def uuid(name: str, column: Any = None) -> Field:
    """The id of a record."""
    return Field(name, Uuid(), column)


def choice(name: str, options: type[Enum] | Iterable[str], column: Any = None) -> Field:
    """One of the names of an enum, or of some words."""
    return Field(name, Choice(options), column)


def tags(name: str, column: Any = None) -> Field:
    """A list of free words."""
    return Field(name, Tags(), column)


def inside(bag: str, *fields: Field) -> tuple[Field, ...]:
    """Fields kept in the JSONB column `bag`, filtered as "bag.name". Raises ValueError for times
    and ids, which JSON keeps as text of many spellings."""
    for field in fields:
        if isinstance(field.kind, Time | Uuid):
            raise ValueError(
                f"{bag}.{field.name}: JSON does not keep {field.kind.name}s comparably"
            )
    return tuple(replace(field, name=f"{bag}.{field.name}", bag=bag) for field in fields)


def custom(name: str) -> Bag:
    """The custom fields in the JSONB column `name`; definitions are given with each filter."""
    return Bag(name)
