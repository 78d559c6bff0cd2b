"""What the guide shows about filters is true."""

import re
from pathlib import Path

import pytest

from chassis import filtering
from chassis.custom_fields import FieldType
from chassis.errors import InvalidArgument
from services.leads.contacts.actions import LISTING
from tests.harness.filters import Defined

GUIDE = (Path(__file__).parents[3] / "docs" / "guides" / "filters.md").read_text()
BLOCKS = re.findall(r"```filter\n(.*?)```", GUIDE, re.DOTALL)
DEFINITIONS = [Defined("industry", FieldType.TEXT), Defined("seats", FieldType.NUMBER)]
WRONG = "full_name:o'brien"


@pytest.mark.parametrize("text", [line for block in BLOCKS for line in block.splitlines()])
def test_an_example_is_a_filter_of_contacts(text: str) -> None:
    if text == WRONG:
        with pytest.raises(InvalidArgument):
            filtering.parse(text, LISTING.fields, DEFINITIONS)
    else:
        assert not filtering.parse(text, LISTING.fields, DEFINITIONS).empty


def test_the_lines_said_to_mean_the_same_do() -> None:
    both = next(block.splitlines() for block in BLOCKS if block.startswith("country = DE OR"))
    first, second = (filtering.parse(text, LISTING.fields) for text in both)
    assert first == second


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("emial = 1", "unknown field 'emial'; did you mean 'email'? fields: first_name, last_name"),
        ("lifecycle_stage = WON", "at character 19: expected one of SUBSCRIBER, LEAD"),
        ("lifecycle_stage=LEAD and email:x", "at character 22: write AND, in capitals"),
    ],
)
def test_the_refusals_are_worded_so(text: str, told: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        filtering.parse(text, LISTING.fields)
    assert told in caught.value.violations[0].description
