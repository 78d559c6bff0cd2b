"""The field's own cases of scores: steps of decay, repetition, the grid, thresholds, programs."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from chassis.bots import Verdict, verdict
from services.leads.scoring.arithmetic import Decay, worth
from services.leads.scoring.model import Group
from services.leads.scoring.score import score_of
from tests.unit.leads.scoring.test_score import (
    DAY,
    NOW,
    ROOMY,
    VECTORS,
    entry,
    model,
    rule,
    scored,
    views,
)

#: The vectors count in months, our rules in days.
MONTH = 30
#: What a rule says for words of the vectors.
SPELLING = {"f1": {"points": 5, "max_entries": 3}, "f2": {"points": 10, "max_entries": 1}}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SCANNER = "python-requests/2.32"


@pytest.mark.parametrize("case", VECTORS.get("linear", {}).get("cases", []), ids=lambda c: c["id"])
def test_points_go_step_by_step_until_none_is_left(case: dict[str, Any]) -> None:
    every = case["every_months"] * MONTH
    decay = Decay(step_days=every, step_percent=int(case["decay_fraction"] * 100))
    age = timedelta(days=case["months_since"] * MONTH)
    assert worth(case["points"], decay, age) == pytest.approx(case["expected"])
    assert worth(-case["points"], decay, age) == pytest.approx(-case["expected"])


def test_the_changes_of_steps_are_told_beforehand_and_lead_to_nothing() -> None:
    decay = Decay(step_days=30, step_percent=40)
    began = NOW - 31 * DAY
    told = list(decay.changes(11, began, NOW))
    assert [(moment - began, by) for moment, by in told] == [(60 * DAY, -5), (90 * DAY, -2)]
    assert worth(11, decay, 90 * DAY) == 0
    look = score_of([entry(11, decay_days=30, decay_percent=40, days=31)], model(), NOW).next_look()
    assert look == NOW + 29 * DAY


@pytest.mark.parametrize("case", VECTORS.get("frequency", []), ids=lambda c: c["id"])
def test_a_rule_counts_only_so_often(case: dict[str, Any]) -> None:
    found = scored([rule(**SPELLING[case["id"]])], views(*range(case["events"])))
    assert found.points == case["expected"]


def test_a_rule_without_a_limit_counts_always() -> None:
    assert scored([rule(points=5)], views(*range(4))).points == 20


@pytest.mark.parametrize("case", VECTORS.get("matrix", {}).get("cases", []), ids=str)
def test_fit_and_engagement_make_a_grid(case: dict[str, Any]) -> None:
    hundreds = model(fit_cap=100, engagement_cap=100, score_cap=200)
    given = [entry(case[group.lower()], group=group) for group in Group]
    assert score_of(given, hundreds, NOW).grade == case["expected"]


def test_the_grid_counts_in_shares_of_what_a_group_may_count() -> None:
    given = [entry(28, group=Group.FIT), entry(31)]
    assert score_of(given, model(), NOW).grade == "A3"
    assert score_of([], model(), NOW).grade == "C3"


@pytest.mark.parametrize("case", VECTORS.get("threshold", []), ids=lambda c: c["id"])
def test_a_threshold_is_crossed_as_often_as_the_field_counts(case: dict[str, Any]) -> None:
    limits = model(**ROOMY, warm_score=10, hot_score=case["threshold"])
    ratings = [score_of([entry(points)], limits, NOW).rating for points in case["scores"]]
    if case.get("replayed"):
        again = [score_of([entry(points)], limits, NOW).rating for points in case["scores"][-1:]]
        ratings += again
    crossings = [new for old, new in pairwise(ratings) if old != new and new == "HOT"]
    assert len(crossings) == case["expected_crossings_up"]


@pytest.mark.parametrize("case", VECTORS.get("bot", []), ids=lambda c: c["id"])
def test_programs_are_worth_nothing(case: dict[str, Any]) -> None:
    clicks = [BROWSER] * case["clicks_human"] + [SCANNER] * case["clicks_by_scanner"]
    human = [agent for agent in clicks if verdict(agent) is Verdict.HUMAN]
    happened = views(*range(len(human)))
    assert scored([rule(points=5)], happened).points == case["expected"]
