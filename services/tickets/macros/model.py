"""The macro, and what its placeholders stand for."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.wording import label_list, one_line
from services.tickets.tables import Table
from services.tickets.tickets.model import Priority, State, Ticket, Type

PLACEHOLDER = re.compile(r"{{\s*(\w+)\s*}}")
KNOWN = ("contact_name", "contact_first_name", "ticket_number", "ticket_subject", "agent_name")
#: What an unset enum field of a macro is: no change.
CHOICES = {"priority": Priority, "type": Type, "state": State}


class Macro(Table, Entity, kw_only=True):
    """A text and changes of a ticket. note: the text is among ourselves."""

    __tablename__ = "macros"

    name: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    note: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[Priority | None] = mapped_column(default=None)
    type: Mapped[Type | None] = mapped_column(default=None)
    state: Mapped[State | None] = mapped_column(default=None)
    add_tags: Mapped[list[str]] = mapped_column(default_factory=list)

    def change(self, changes: Values) -> None:
        """Sets what is named and checks every rule. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, _kept(name, value))
        faults = [Violation("name", "is required")] if not self.name else []
        strange = sorted(set(PLACEHOLDER.findall(self.text)) - {*KNOWN})
        faults += [
            Violation("text", f"{name} is no placeholder; there are {', '.join(KNOWN)}")
            for name in strange
        ]
        if not (self.text or self.changes([]) or self.state):
            faults.append(Violation("text", "is required when nothing else is changed"))
        if faults:
            raise InvalidArgument.many(faults)

    def changes(self, tags: list[str]) -> dict[str, Any]:
        """What it changes of a ticket that has these labels."""
        wanted = {"priority": self.priority, "type": self.type}
        changed: dict[str, Any] = {name: value for name, value in wanted.items() if value}
        if new := [tag for tag in self.add_tags if tag not in tags]:
            changed["tags"] = [*tags, *new]
        return changed

    def written(self, ticket: Ticket, agent_name: str) -> str:
        """Its text on a ticket, everything filled in."""
        first_name = ticket.contact_name.partition(" ")[0]
        values: Mapping[str, str] = {
            "contact_name": ticket.contact_name,
            "contact_first_name": first_name,
            "ticket_number": str(ticket.number),
            "ticket_subject": ticket.subject,
            "agent_name": agent_name,
        }
        filled = PLACEHOLDER.sub(lambda found: values[found[1]], self.text)
        return filled if ticket.contact_name else _without_a_gap(filled)


def _without_a_gap(text: str) -> str:
    """ "Hello ," becomes "Hello,": nobody knows the name."""
    return re.sub(r" +([,.!?])", r"\1", text)


def _kept(name: str, value: Any) -> Any:
    if name in CHOICES:
        said = str(value or "")
        return CHOICES[name](said) if said and not said.endswith("_UNSPECIFIED") else None
    if name == "add_tags":
        return label_list(value)
    return one_line(value) if name == "name" else value.strip() if name == "text" else value
