"""Weak signals together tell a program, each alone does not."""

from datetime import timedelta
from typing import Any

import pytest

from services.notify.engagement.signals import Signals, listed
from tests import vectors

RATIO = vectors.load("bot_detection.json").get("signal_ratio", {})


@pytest.mark.parametrize("case", RATIO.get("cases", []), ids=lambda case: case["id"])
def test_the_cases_of_the_vectors(case: dict[str, Any]) -> None:
    after = timedelta(seconds=case["seconds_after_send"])
    signals = Signals(after, listed_address=case["ip_listed"], listed_agent=case["ua_listed"])
    assert signals.program(threshold=case["threshold"]) is case["bot"]


def test_two_of_three_are_enough_and_two_seconds_are_a_while() -> None:
    assert Signals(timedelta(seconds=1.9), True, False).program()
    assert not Signals(timedelta(seconds=2), True, False).program()
    assert not Signals(timedelta(seconds=0), False, False).program()
    assert Signals(timedelta(hours=1), True, True).program()


def test_addresses_are_listed_by_patterns() -> None:
    pattern = RATIO.get("ip_pattern", {"list": [], "match": [], "no_match": []})
    assert all(listed(address, pattern["list"]) for address in pattern["match"])
    assert not any(listed(address, pattern["list"]) for address in pattern["no_match"])
