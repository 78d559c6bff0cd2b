"""Who gets the next lead: the shared vectors of fairness, and what they leave open."""

from uuid import UUID, uuid5

import pytest

from services.leads.assignment.choosing import Member, Terms, Verdict, choose
from services.leads.assignment.model import Strategy
from tests import vectors

CASES = {case["id"]: case for case in vectors.load("assignment_fairness.json").get("cases", ())}
NOBODY = UUID(int=0)

pytestmark = pytest.mark.skipif(not CASES, reason="the shared vectors are not here")


def id_of(name: str) -> UUID:
    return uuid5(NOBODY, name)


class Desk:
    """Some people who take what they are given."""

    def __init__(self, names: list[str], strategy: Strategy, *, away: tuple[str, ...] = ()) -> None:
        self.strategy = strategy
        self.names = names
        self.away = away
        self.load = dict.fromkeys(names, 0)
        self.last: UUID | None = None

    def give(self, *, capacity: int = 0) -> str | None:
        members = [
            Member(id=id_of(name), name=name, load=self.load[name], there=name not in self.away)
            for name in self.names
        ]
        chosen = choose(members, Terms(self.strategy, self.last, capacity)).member
        if chosen is None:
            return None
        self.last = chosen.id
        self.load[chosen.name] += 1
        return chosen.name


def test_the_least_loaded_share_evenly_and_who_closed_some_gets_the_next() -> None:
    first, then = CASES["a2"], CASES["a3"]
    desk = Desk(first["users"], Strategy.LEAST_LOADED)
    for _ in range(first["items"]):
        desk.give()
    assert desk.load == first["expected_counts"]

    for name, closed in then["close"].items():
        desk.load[name] -= closed
    for _ in range(then["items"]):
        desk.give()
    assert desk.load == then["expected_counts"]


def test_turns_pass_over_who_is_away() -> None:
    case = CASES["a5"]
    desk = Desk(case["users"], Strategy.ROUND_ROBIN, away=tuple(case["unavailable"]))
    assert [desk.give() for _ in range(case["items"])] == case["expected"]


def test_nobody_is_chosen_of_nobody() -> None:
    case = CASES["a7"]
    desk = Desk(case["users"], Strategy.ROUND_ROBIN)
    assert [desk.give() for _ in range(case["items"])] == case["expected"]


def test_the_first_member_gets_all_until_there_is_no_room() -> None:
    desk = Desk(["u0", "u1"], Strategy.FIXED)
    assert [desk.give(capacity=2) for _ in range(5)] == ["u0", "u0", "u1", "u1", None]


def test_every_refusal_is_told_with_its_reason() -> None:
    members = [
        Member(id=id_of("gone"), name="gone", active=False),
        Member(id=id_of("away"), name="away", there=False),
        Member(id=id_of("full"), name="full", load=3),
        Member(id=id_of("before"), name="before"),
        Member(id=id_of("next"), name="next"),
        Member(id=id_of("later"), name="later"),
    ]
    terms = Terms(Strategy.ROUND_ROBIN, capacity=3, passed_over=id_of("before"))
    verdicts = {member.name: verdict for member, verdict in choose(members, terms).verdicts}
    assert verdicts == {
        "gone": Verdict.GONE,
        "away": Verdict.ABSENT,
        "full": Verdict.FULL,
        "before": Verdict.PASSED_OVER,
        "next": Verdict.CHOSEN,
        "later": Verdict.LATER,
    }
