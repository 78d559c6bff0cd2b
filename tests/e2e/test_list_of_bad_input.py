"""The list of bad input is worked off whole: tried, told as a story, or left out for a reason."""

import importlib

import pytest

from tests.e2e import bad_input
from tests.e2e.covering import COVERED

STORIES = ("test_callers", "test_capture", "test_repetition")
VECTORS = bad_input.vectors()


@pytest.mark.skipif(not VECTORS, reason="the shared vectors are not there")
def test_every_case_of_the_list_has_its_place() -> None:
    for story in STORIES:
        importlib.import_module(f"tests.e2e.{story}")
    listed = {vector["id"] for vector in VECTORS}
    tried = {case.id for case in bad_input.cases()}
    places = [*tried, *(set(COVERED) & listed), *bad_input.ELSEWHERE]
    assert set(places) == listed
    twice = {place for place in places if places.count(place) > 1}
    assert twice == set()


@pytest.mark.skipif(not VECTORS, reason="the shared vectors are not there")
def test_nothing_is_said_of_cases_that_are_not_listed() -> None:
    listed = {vector["id"] for vector in VECTORS}
    assert {*bad_input.OURS, *bad_input.ANSWERS, *bad_input.ELSEWHERE} <= listed
