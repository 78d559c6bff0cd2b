"""A scanner follows all links at once; a person does not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notify.engagement.bursts import reason_of
from services.notify.engagement.model import Reason
from tests import vectors

CASES = vectors.load("bot_detection.json").get("burst", {}).get("cases", [])
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Click:
    url: str
    occur_time: datetime
    source: str = "s"


def clicks(*moments: int, links: int = 9, source: str = "s") -> list[Click]:
    """One at each of these milliseconds, link after link."""
    return [
        Click(f"https://a.example/{number % links}", NOW + timedelta(milliseconds=ms), source)
        for number, ms in enumerate(moments)
    ]


def verdicts(theirs: list[Click], links: int) -> list[str]:
    reasons = [reason_of(click, theirs, links) for click in theirs]
    return ["human" if reason is Reason.NONE else "machine" for reason in reasons]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_verdicts_of_the_vectors(case: dict[str, Any]) -> None:
    theirs = clicks(*case["clicks_ms"], links=case["links"])
    if case.get("trap_link_clicked"):
        theirs.append(Click("", NOW))
    expected = {
        "machine": ["machine"] * len(theirs),
        "human": ["human"] * len(theirs),
        "first six machine, the last human": ["machine"] * 6 + ["human"],
    }
    assert verdicts(theirs, case["links"]) == expected[case["verdict"]]


@pytest.mark.parametrize(
    ("moments", "links", "expected"),
    [
        ([0], 1, ["human"]),
        ([0, 300, 900], 1, ["human"] * 3),
        ([0, 900], 2, ["machine"] * 2),
        ([0, 200], 4, ["human"] * 2),
        ([0, 200, 400], 4, ["machine"] * 3),
        ([0, 5000], 2, ["machine"] * 2),
        ([0, 5001], 2, ["human"] * 2),
        ([0, 60_000, 60_100, 60_200, 60_300], 5, ["human"] + ["machine"] * 4),
    ],
)
def test_most_links_within_seconds_are_a_burst(
    moments: list[int], links: int, expected: list[str]
) -> None:
    assert verdicts(clicks(*moments, links=links), links) == expected


def test_the_same_link_again_and_again_is_an_impatient_person() -> None:
    assert verdicts(clicks(0, 100, 200, 300, links=1), 5) == ["human"] * 4


def test_two_people_at_once_are_no_burst() -> None:
    theirs = [*clicks(0, links=2), *clicks(50, 90, links=2, source="t")]
    assert verdicts(theirs, 3) == ["human", "machine", "machine"]


def test_a_click_long_after_the_unseen_link_is_a_persons() -> None:
    theirs = [Click("", NOW), *clicks(2000, 60_000)]
    assert verdicts(theirs, 9) == ["machine", "machine", "human"]


def test_pictures_fetched_in_a_burst_are_the_scanners_too() -> None:
    theirs = clicks(100, 200, 300)
    assert reason_of(Click("", NOW), theirs, 3) is Reason.BURST
    assert reason_of(Click("", NOW, "other"), theirs, 3) is Reason.NONE
