"""The scores of surveys: CSAT and NPS of the shared vectors, rounding, and nobody's answer."""

from typing import Any

import pytest

from services.tickets.nps.model import DETRACTOR, PROMOTER, nps
from services.tickets.surveys.model import HAPPY, csat
from tests import vectors

VECTORS = vectors.load("csat_nps.json")


@pytest.mark.parametrize("case", VECTORS.get("csat", ()), ids=str)
def test_csat_is_the_share_of_the_happy(case: dict[str, Any]) -> None:
    assert csat(case["good"], case["total"]) == case["expected"]


@pytest.mark.parametrize("case", VECTORS.get("csat_raw", ()), ids=str)
def test_csat_counts_four_and_five(case: dict[str, Any]) -> None:
    happy = sum(rating >= HAPPY for rating in case["ratings"])
    assert csat(happy, len(case["ratings"])) == case["expected"]


def of(scores: list[int]) -> int | None:
    promoters = sum(score >= PROMOTER for score in scores)
    return nps(promoters, sum(score <= DETRACTOR for score in scores), len(scores))


@pytest.mark.parametrize(
    "case", VECTORS.get("nps", ()), ids=lambda case: f"{len(case['scores'])} answers"
)
def test_nps_is_promoters_less_detractors(case: dict[str, Any]) -> None:
    assert of(case["scores"]) == case["expected"]


@pytest.mark.parametrize(
    ("promoters", "detractors", "answered", "expected"),
    [
        (1, 0, 3, 33),
        (2, 0, 3, 67),
        (0, 1, 3, -33),
        (0, 2, 3, -67),
        (1, 0, 8, 13),
        (0, 1, 8, -13),
        (2, 1, 3, 33),
        (1, 0, 200, 1),
        (0, 1, 201, 0),
        (0, 0, 5, 0),
    ],
)
def test_nps_is_rounded_once_and_alike_on_both_sides_of_zero(
    promoters: int, detractors: int, answered: int, expected: int
) -> None:
    assert nps(promoters, detractors, answered) == expected


def test_every_score_is_on_one_side_or_between() -> None:
    assert [of([score]) for score in range(11)] == [-100] * 7 + [0] * 2 + [100] * 2
