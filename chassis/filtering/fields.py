"""What a resource can be filtered by: declared once per resource, read by both sides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import Any

from chassis.custom_fields import Definition, FieldType
from chassis.filtering.kinds import Boolean, Choice, Date, Kind, Number, Tags, Text, Time, Uuid
from chassis.filtering.nodes import Check, Node, Not, any_of
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

    def check(self, operator: Token, values: list[Token]) -> Node:
        """What `field operator value` asks; several values go with `in`. Raises Refusal."""
        if operator.text == "!=":
            return Not(self.check(replace(operator, text="="), values))
        if operator.text == "in":
            return any_of(merged([self._check(self._equal, value) for value in values]))
        return self._check(operator, values[0])

    def _check(self, operator: Token, value: Token) -> Node:
        if value.null and operator.text in ("=", ":"):
            return self._absent(operator, value)
        if value.anything and operator.text in ("=", ":"):
            return Check(self, Present())
        if operator.text not in self.kind.operators:
            raise self.misused(operator)
        if value.null and value.kind == "word":
            raise Refusal("null goes with = and != only", value.start)
        return Check(self, self.kind.ask(operator.text, value))

    def _absent(self, operator: Token, value: Token) -> Node:
        if operator.text == ":":
            raise Refusal(f"write {self.name} = null, or {self.name}:*", value.start)
        return Not(Check(self, Present()))
