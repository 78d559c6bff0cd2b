"""What a filter says once it is understood: checks of fields, joined by AND, OR and NOT."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chassis.filtering.questions import Question

if TYPE_CHECKING:
    from chassis.filtering.fields import Field


@dataclass(frozen=True)
class Check:
    """A question put to a field."""

    field: "Field"
    question: Question


@dataclass(frozen=True)
class Not:
    """True where the part is not."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """True where all parts are."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Or:
    """True where one of the parts is."""

    parts: "tuple[Node, ...]"


Node = Check | Not | And | Or

#: What an empty filter says.
EVERYTHING = And(())


def all_of(nodes: list[Node]) -> Node:
    """The nodes joined by AND."""
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def any_of(nodes: list[Node]) -> Node:
    """The nodes joined by OR."""
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def opposite(node: Node) -> Node:
    """True where the node is not."""
    return node.part if isinstance(node, Not) else Not(node)


def checks(node: Node) -> Iterator[Check]:
    """All checks of a tree."""
    match node:
        case Check():
            yield node
        case Not(part):
            yield from checks(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from checks(part)


def replace_checks(node: Node, change: Callable[[Check], Check]) -> Node:
    """The tree with every check changed."""
    match node:
        case Check():
            return change(node)
        case Not(part):
            return Not(replace_checks(part, change))
        case And(parts):
            return And(tuple(replace_checks(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(replace_checks(part, change) for part in parts))
