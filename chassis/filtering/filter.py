"""A filter that was understood: good for SQL and for memory, any number of times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from chassis.custom_fields import Definition
from chassis.errors import InvalidArgument
from chassis.filtering import predicate, sql
from chassis.filtering.fields import Fields
from chassis.filtering.nodes import (
    EVERYTHING,
    Check,
    Node,
    checks,
    opposite,
    replace_checks,
)
from chassis.filtering.parser import Parser
from chassis.filtering.questions import Context
from chassis.filtering.tokens import Refusal


@dataclass(frozen=True)
class Filter:
    """A filter; without a tree it is the empty one, which every record passes.

    now (aware) is what relative times count from; days are those of its time zone. me is the
    user `me` stands for.
    """

    tree: Node = EVERYTHING

    @property
    def empty(self) -> bool:
        """It says nothing. A list then shows everything; a mailing should go to nobody."""
        return self.tree == EVERYTHING

    @property
    def fields(self) -> frozenset[str]:
        """The fields it looks at: when none of them changed, its answer did not either."""
        return frozenset(check.field.name for check in checks(self.tree))

    @property
    def relative(self) -> bool:
        """Its answer may change with time or caller alone: it says now, today, me or the like."""
        return any(check.question.relative for check in checks(self.tree))

    def where(self, model: Any, *, now: datetime, me: UUID | None = None) -> ColumnElement[bool]:
        """The condition for WHERE over a mapped class or an alias of one.

        There NULL means no; for the opposite do not negate it, use `.negated()`.
        Raises InvalidArgument when it says `me` and there is nobody.
        """
        return sql.condition(self._resolved(now, me), model)

    def predicate(self, *, now: datetime, me: UUID | None = None) -> Callable[[object], bool]:
        """What tells whether a record (mapping, message or object) passes.

        Raises InvalidArgument when it says `me` and there is nobody.
        """
        return predicate.predicate(self._resolved(now, me))

    def negated(self) -> "Filter":
        """The filter that passes exactly the other records."""
        return Filter(opposite(self.tree))

    def _resolved(self, now: datetime, me: UUID | None) -> Node:
        context = Context(now, me)
        return replace_checks(
            self.tree, lambda check: Check(check.field, check.question.resolve(context))
        )


def parse(
    text: str, fields: Fields, definitions: Iterable[Definition] = (), *, name: str = "filter"
) -> Filter:
    """Understands a filter; blank text is the empty one.

    definitions: the custom fields of the resource. name: the request's field, for the error.
    Raises InvalidArgument saying what is wrong, at which character, and what there is instead.
    """
    try:
        return Filter(Parser(text, fields, definitions).parse())
    except Refusal as refusal:
        place = f"at character {refusal.position + 1}: {refusal.message}"
        raise InvalidArgument.of(name, place, reason="INVALID_FILTER") from None
