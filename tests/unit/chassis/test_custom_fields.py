"""Custom fields: what is stored, what is refused, what a CSV cell means."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import custom_fields
from chassis.custom_fields import FieldType, check_definition, merge, parse_text, validate, visible
from chassis.errors import InvalidArgument
from tests.harness.filters import DEFINITIONS, Defined

REQUIRED = Defined("motto", FieldType.TEXT, required=True)


def refused(values: dict[str, Any], *definitions: Defined) -> dict[str, str]:
    with pytest.raises(InvalidArgument) as caught:
        validate(values, definitions or DEFINITIONS)
    return {violation.field: violation.description for violation in caught.value.violations}


@pytest.mark.parametrize(
    ("key", "given_value", "stored"),
    [
        ("motto", "  Onward ", "Onward"),
        ("motto", "x" * 2000, "x" * 2000),
        ("seats", 12.0, 12),
        ("seats", 2.5, 2.5),
        ("seats", 0, 0),
        ("partner", False, False),
        ("renewal", "2028-02-29", "2028-02-29"),
        ("industry", "food", "food"),
        ("interests", ["c", "a", "c"], ["c", "a"]),
    ],
)
def test_a_value_is_stored_tidied(key: str, given_value: object, stored: object) -> None:
    found = validate({key: given_value}, DEFINITIONS)
    assert found == {key: stored}
    assert type(found[key]) is type(stored)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_field_without_a_value_is_not_there(nothing: str | None) -> None:
    assert validate({"motto": nothing}, DEFINITIONS) == {}
    assert validate({"interests": [], "renewal": None}, DEFINITIONS) == {}


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("motto", 5, "must be text"),
        ("motto", "a\x00b", "must be text"),
        ("motto", "a\ud800b", "must be text"),
        ("motto", "x" * 2001, "must be at most 2000 characters"),
        ("seats", "12", "must be a number"),
        ("seats", True, "must be a number"),
        ("seats", float("nan"), "must lie between"),
        ("seats", float("inf"), "must lie between"),
        ("seats", 1e16, "must lie between"),
        ("partner", 1, "must be true or false"),
        ("partner", "true", "must be true or false"),
        ("renewal", "2026-02-30", "must be a date like 2026-11-21"),
        ("renewal", "20260701", "must be a date"),
        ("renewal", "2026-W01-1", "must be a date"),
        ("renewal", 20260701, "must be a date"),
        ("industry", "Food", "must be one of: retail, food"),
        ("industry", ["food"], "must be one of"),
        ("interests", "a", "must be a list of: a, b, c"),
        ("interests", ["a", "z"], "must be a list of: a, b, c"),
        ("interests", [["a"]], "must be a list of"),
        ("shoe_size", 43, "is not defined; there are: motto, seats"),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused_by_name(key: str, value: Any, rule: str) -> None:
    told = refused({key: value})
    assert list(told) == [f"custom_fields.{key}"]
    assert rule in told[f"custom_fields.{key}"]


def test_all_refusals_are_told_at_once() -> None:
    told = refused({"seats": "x", "shoe_size": 43, "partner": None})
    assert list(told) == ["custom_fields.seats", "custom_fields.shoe_size"]


@pytest.mark.parametrize("values", [{}, {"motto": None}, {"motto": " "}])
def test_a_required_field_must_be_given(values: dict[str, Any]) -> None:
    assert refused(values, REQUIRED) == {"custom_fields.motto": "is required"}


def test_a_change_touches_what_it_names_and_null_clears() -> None:
    stored = {"seats": 3, "industry": "food", "gone": "kept"}
    changed = merge(stored, {"seats": None, "motto": "On"}, DEFINITIONS)
    assert changed == {"industry": "food", "gone": "kept", "motto": "On"}


def test_a_required_field_cannot_be_cleared_but_older_records_may_lack_it() -> None:
    assert merge({}, {}, [REQUIRED]) == {}
    with pytest.raises(InvalidArgument, match="is required"):
        merge({"motto": "On"}, {"motto": None}, [REQUIRED])


def test_values_of_deleted_definitions_are_not_shown() -> None:
    assert visible({"seats": 3, "gone": 1}, DEFINITIONS) == {"seats": 3}


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("motto", " 12,5 ", "12,5"),
        ("seats", "12.5", 12.5),
        ("seats", "-3", -3),
        ("partner", "Yes", True),
        ("partner", "0", False),
        ("renewal", "2026-07-01", "2026-07-01"),
        ("industry", "FOOD", "food"),
        ("interests", "B; a ;;", ["b", "a"]),
        ("seats", "", None),
        ("interests", "  ", None),
    ],
)
def test_a_cell_of_a_csv_file_is_read(key: str, cell: str, value: object) -> None:
    definition = next(each for each in DEFINITIONS if each.key == key)
    assert parse_text(definition, cell) == value


@pytest.mark.parametrize(
    ("key", "cell", "rule"),
    [
        ("seats", "12,5", "must be a number like 12.5"),
        ("seats", "1 000", "must be a number"),
        ("seats", "nan", "must be a number"),
        ("seats", "٣", "must be a number"),
        ("seats", "9" * 400, "must lie between"),
        ("partner", "ja", "must be true or false"),
        ("renewal", "01.07.2026", "must be a date like 2026-11-21"),
        ("industry", "mining", "must be one of: retail, food"),
        ("interests", "a,b", "must be a list of"),
    ],
)
def test_a_cell_that_could_mean_two_things_is_refused(key: str, cell: str, rule: str) -> None:
    definition = next(each for each in DEFINITIONS if each.key == key)
    with pytest.raises(InvalidArgument) as caught:
        parse_text(definition, cell)
    [violation] = caught.value.violations
    assert violation.field == f"custom_fields.{key}"
    assert rule in violation.description


def test_a_required_cell_must_not_be_blank() -> None:
    with pytest.raises(InvalidArgument, match="is required"):
        parse_text(REQUIRED, " ")


@pytest.mark.parametrize(
    ("definition", "named"),
    [
        (Defined("Shoe", FieldType.TEXT), "key"),
        (Defined("a b", FieldType.TEXT), "key"),
        (Defined("x" * 41, FieldType.TEXT), "key"),
        (Defined("size", FieldType.CHOICE), "options"),
        (Defined("size", FieldType.TEXT, ["s"]), "options"),
        (Defined("size", FieldType.CHOICE, ["s", "s"]), "options"),
        (Defined("size", FieldType.CHOICES, ["s;m"]), "options"),
        (Defined("size", FieldType.CHOICES, [" s"]), "options"),
    ],
)
def test_a_definition_makes_sense(definition: Defined, named: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        check_definition(definition)
    assert caught.value.violations[0].field == named


def test_the_definitions_of_these_tests_make_sense() -> None:
    for definition in DEFINITIONS:
        check_definition(definition)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([each.key for each in DEFINITIONS]) | st.text(), json))
def test_any_json_is_stored_or_refused_and_storing_twice_changes_nothing(
    values: dict[str, Any],
) -> None:
    try:
        stored = validate(values, DEFINITIONS)
    except InvalidArgument:
        return
    assert custom_fields.validate(stored, DEFINITIONS) == stored
