"""Which member of a rule gets the next lead: no database, no clock, only the rules of fairness."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.leads.assignment.model import Strategy


class Verdict(StrEnum):
    """What was decided about a member."""

    CHOSEN = "CHOSEN"
    LATER = "LATER"
    ABSENT = "ABSENT"
    GONE = "GONE"
    FULL = "FULL"
    PASSED_OVER = "PASSED_OVER"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who could receive. load: open leads; there: present; active: works here."""

    id: UUID
    name: str
    load: int = 0
    there: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, if anybody, and what was decided about each member, in their order."""

    member: Member | None
    verdicts: tuple[tuple[Member, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a rule chooses. last: who got the last lead; capacity: 0 for any number;
    passed_over: who had this lead and is not to get it again."""

    strategy: Strategy
    last: UUID | None = None
    capacity: int = 0
    passed_over: UUID | None = None


def choose(members: Sequence[Member], terms: Terms) -> Choice:
    """The member whose turn it is among those who are there and have room."""
    refused = {member.id: why for member in members if (why := _refusal(member, terms))}
    able = [member for member in _from_turn(members, terms) if member.id not in refused]
    if terms.strategy is Strategy.LEAST_LOADED:
        able.sort(key=lambda member: member.load)  # stable: equals take turns
    chosen = able[0] if able else None
    verdicts = [
        (member, Verdict.CHOSEN if member is chosen else refused.get(member.id, Verdict.LATER))
        for member in members
    ]
    return Choice(chosen, tuple(verdicts))


def _from_turn(members: Sequence[Member], terms: Terms) -> list[Member]:
    """The members, beginning after the one who got the last lead."""
    ids = [member.id for member in members]
    if terms.strategy is Strategy.FIXED or terms.last not in ids:
        return list(members)
    turn = ids.index(terms.last) + 1
    return [*members[turn:], *members[:turn]]


def _refusal(member: Member, terms: Terms) -> Verdict | None:
    if not member.active:
        return Verdict.GONE
    if member.id == terms.passed_over:
        return Verdict.PASSED_OVER
    if not member.there:
        return Verdict.ABSENT
    if terms.capacity and member.load >= terms.capacity:
        return Verdict.FULL
    return None
