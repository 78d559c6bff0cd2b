"""What a score is: decay, caps, limits and when it changes, in numbers anybody can check."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.leads.contacts.model import Contact, Rating
from services.leads.scoring.arithmetic import Decay, whole, worth
from services.leads.scoring.model import Basis, Group, ScoringModel, ScoringRule
from services.leads.scoring.rulebook import Occurrence, Rulebook
from services.leads.scoring.score import Entry, Score, score_of
from services.leads.timeline.model import Kind
from tests import vectors

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
VECTORS = vectors.load("lead_score.json")
ROOMY = {"fit_cap": 1000, "engagement_cap": 1000, "score_cap": 1000}


def model(**limits: int) -> ScoringModel:
    defaults = {
        "warm_score": 30,
        "hot_score": 60,
        "fit_cap": 40,
        "engagement_cap": 80,
        "score_cap": 100,
    }
    return ScoringModel(**defaults | limits)


def rule(**fields: Any) -> ScoringRule:
    values = {
        "name": "Some rule",
        "group": Group.ENGAGEMENT,
        "basis": Basis.TIMELINE,
        "filter": "kind = PAGE_VIEW",
        "points": 10,
    }
    numbers = ("half_life_days", "decay_days", "decay_percent", "max_entries", "min_occurrences")
    numbers += ("within_days", "hot_days")
    return ScoringRule(**{"disabled": False, **dict.fromkeys(numbers, 0), **values, **fields})


def entry(points: int, *, half_life: int = 0, days: float = 0, **fields: Any) -> Entry:
    some = rule(points=points, half_life_days=half_life, **fields)
    return Entry(some, "Something", uuid4(), NOW - days * DAY)


def views(*days_ago: float, path: str = "/pricing") -> list[Occurrence]:
    """Page views, newest first."""
    return [
        Occurrence(
            uuid4(),
            Kind.PAGE_VIEW,
            NOW - days * DAY,
            f"Looked at {path}",
            "tracking",
            {"path": path},
        )
        for days in sorted(days_ago)
    ]


def scored(rules: Sequence[ScoringRule], happened: Sequence[Occurrence], **fields: Any) -> Score:
    limits = model(**ROOMY)
    contact = Contact(first_name="Ada", last_activity_time=NOW, **fields)
    book = Rulebook(limits, rules, [], NOW)
    return score_of(book.entries(contact, happened), limits, NOW)


@pytest.mark.parametrize(
    "case", VECTORS.get("half_life", {}).get("cases", []), ids=lambda c: c["id"]
)
def test_points_halve_with_each_half_life(case: dict[str, Any]) -> None:
    found = worth(case["points"], Decay(case["half_life_days"]), case["days_since"] * DAY)
    assert found == pytest.approx(case["expected"], abs=5e-5)


@pytest.mark.parametrize("case", VECTORS.get("sum", []), ids=lambda c: c["id"])
def test_entries_add_up(case: dict[str, Any]) -> None:
    entries = [
        entry(e["points"], half_life=e["half_life_days"], days=case["asof_day"] - e["day"])
        for e in case["events"]
    ]
    assert score_of(entries, model(**ROOMY), NOW).points == case["expected"]


@pytest.mark.parametrize("case", VECTORS.get("caps", []), ids=lambda c: c["id"])
def test_each_group_is_capped_and_so_is_the_score(case: dict[str, Any]) -> None:
    groups = case["groups"]
    limits = model(
        fit_cap=groups["fit"]["cap"],
        engagement_cap=groups["engagement"]["cap"],
        score_cap=case["total_cap"],
    )
    raw = {Group[name.upper()]: given["raw"] for name, given in groups.items()}
    found = score_of([entry(points, group=group) for group, points in raw.items()], limits, NOW)
    counted = {group.lower(): found.counted(group) for group in raw}
    assert {**counted, "total": found.points} == case["expected"]


def test_the_newest_entries_are_the_ones_that_count() -> None:
    found = scored([rule(points=8, half_life_days=7, max_entries=2)], views(0, 7, 14))
    assert [line.worth for line in found.lines] == [8, 4]


def test_what_the_lines_count_is_the_score_whatever_the_caps() -> None:
    given = [entry(30), entry(35), entry(-12), entry(25, group=Group.FIT), entry(3, half_life=7)]
    for limits in (model(), model(engagement_cap=40), model(score_cap=20), model(fit_cap=0)):
        found = score_of(given, limits, NOW)
        assert sum(line.counted for line in found.lines) == found.points
        assert all(line.counted <= max(line.worth, 0) or line.worth < 0 for line in found.lines)


def test_nobody_has_less_than_nothing() -> None:
    found = score_of([entry(10), entry(-40)], model(), NOW)
    assert (found.points, sum(line.counted for line in found.lines)) == (0, 0)


def test_twice_within_a_week_is_something_else_than_twice() -> None:
    twice = rule(points=10, min_occurrences=2, within_days=7, max_entries=1, hot_days=14)
    assert scored([twice], views(0)).rating is Rating.COLD
    assert scored([twice], views(0, 8)).rating is Rating.COLD
    assert scored([twice], views(0, 7)).rating is Rating.HOT
    assert scored([twice], views(15, 20)).rating is Rating.COLD, "it was hot until yesterday"


def test_a_record_counts_as_long_as_the_filter_passes() -> None:
    fits = rule(basis=Basis.RECORD, group=Group.FIT, filter='job_title:"head of"', points=15)
    assert scored([fits], [], job_title="Head of IT").points == 15
    assert scored([fits], [], job_title="Intern").points == 0


def test_a_disabled_rule_and_one_that_is_no_longer_understood_find_nothing() -> None:
    rules = [rule(disabled=True), rule(basis=Basis.RECORD, filter='custom_fields.gone = "x"')]
    assert scored(rules, views(0)).points == 0


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ([entry(40, half_life=14)], 14 * 0.4388),  # 40 -> 30: below 29.5 it is 29
        ([entry(60, half_life=14)], 1),  # stays warm for two weeks, but is worth less tomorrow
        ([entry(5, hot_days=3)], 3),  # hot for three days, and worth the same for ever
        ([entry(70, half_life=365), entry(5, half_life=1, days=9)], None),
    ],
)
def test_the_next_look_is_when_the_rating_or_after_a_day_the_points_change(
    given: list[Entry], days: float | None
) -> None:
    look = score_of(given, model(), NOW).next_look()
    if days is None:
        assert look
        assert look > NOW + DAY
        return
    assert look
    later = score_of(given, model(), look)
    now = score_of(given, model(), NOW)
    assert (later.rating, later.points) != (now.rating, now.points)
    assert look <= NOW + max(days, 1) * DAY + timedelta(hours=1)


def test_what_never_ages_needs_no_look() -> None:
    assert score_of([entry(20)], model(), NOW).next_look() is None


@pytest.mark.parametrize(("value", "rounded"), [(2.5, 3), (2.49, 2), (-2.5, -3), (-0.4, 0)])
def test_points_are_whole(value: float, rounded: int) -> None:
    assert whole(value) == rounded
