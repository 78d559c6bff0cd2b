"""Which test holds which case of the automation recipes: what they expect, and every edge.

Each runs on the movable clock. A case or an edge that is new in the vectors fails here until
a test holds it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import vectors

ROOT = Path(__file__).resolve().parents[2]
CASES = vectors.load("automation_recipes.json").get("cases", ())
#: What a case expects, beside its edges.
RULE = "the rule"

LEADS, DEALS, NOTIFY = (f"tests/integration/{name}" for name in ("leads", "deals", "notify"))
HOT = f"{LEADS}/test_hot_leads.py"
ASSIGNMENT = f"{LEADS}/test_assignment.py"
FOLLOW_UP = f"{LEADS}/test_follow_up.py"
RENEWALS = f"{DEALS}/test_renewals.py"
NPS = f"{LEADS}/test_recommendations.py::"
USAGE = f"{DEALS}/test_usage.py"
ONCE_A_MONTH = "test_who_uses_four_fifths_after_half_a_year_is_suggested_a_larger_plan_once_a_month"
UNOPENED = f"{NOTIFY}/test_unopened.py"
SILENCE = f"{LEADS}/test_occasions.py"
ANEW = "test_any_activity_begins_the_silence_anew_and_nobody_is_missed_twice_in_90_days"
COMPLAINT = f"{NOTIFY}/test_campaigns.py"
ANSWERED = "test_who_complains_is_answered_all_the_same_whether_or_not_support_can_be_asked"
UNTIL_SIX = "test_who_would_recommend_us_is_an_advocate_until_a_later_answer_of_six_or_less"
TASK = f"{DEALS}/test_detractors.py::test_a_task_is_made_when_somebody_begins_to_warn_of_us"
SECOND_VIEW = (
    "test_the_second_view_within_a_week_makes_hot_and_gives_a_rep_and_a_third_nothing_more"
)

#: Case -> what is to hold -> the tests that hold it.
HELD: Mapping[str, Mapping[str, str]] = {
    "R2": {
        RULE: f"{HOT}::{SECOND_VIEW}",
        "views 8 days apart do nothing": f"{HOT}::test_views_eight_days_apart_do_nothing",
        "a bot view does not count": f"{HOT}::test_a_view_of_a_program_does_not_count",
        "a third view makes no second task": f"{HOT}::{SECOND_VIEW}",
    },
    "R3": {
        RULE: f"{UNOPENED}::test_the_follow_up_comes_when_the_rule_of_the_vectors_says",
        "a human click on day 4 cancels": f"{UNOPENED}::test_a_person_on_day_four_cancels_it",
        "a scanner click does not": f"{UNOPENED}::test_a_scanner_on_day_four_does_not",
    },
    "R4": {
        RULE: f"{ASSIGNMENT}::test_who_is_hot_is_given_once_and_only_to_who_is_there",
        "falling under and crossing again within the cool-down does not re-assign": (
            f"{ASSIGNMENT}::test_who_falls_and_is_hot_again_at_once_stays_with_who_has_them"
        ),
    },
    "R8": {
        RULE: f"{FOLLOW_UP}::test_a_lead_left_alone_for_three_days_goes_to_the_next_rep",
        "a logged call or sent mail on day 2 restarts the clock": (
            f"{FOLLOW_UP}::test_where_a_touch_restarts_the_clock_the_lead_waits_as_long_again"
        ),
        "with working days set, a weekend does not count": (
            f"{FOLLOW_UP}::test_with_working_days_set_a_weekend_does_not_count"
        ),
    },
    "R9": {
        RULE: f"{DEALS}/test_promises.py::"
        "test_a_call_without_a_summary_is_asked_for_after_a_day_once",
        "a summary at 14:59 next day: nothing": (
            f"{DEALS}/test_promises.py::test_a_summary_in_the_last_minute_ends_the_matter"
        ),
    },
    "R10": {
        RULE: f"{SILENCE}::test_who_is_silent_for_30_days_is_missed_as_the_recipe_says",
        "any activity restarts": f"{SILENCE}::{ANEW}",
        "at most once in 90 days": f"{SILENCE}::{ANEW}",
    },
    "R11": {
        RULE: f"{DEALS}/test_promises.py::"
        "test_the_account_manager_is_reminded_two_weeks_before_a_contract_ends",
        "moving the end date moves the task": (
            f"{RENEWALS}::test_moving_the_end_after_the_reminder_moves_the_task"
        ),
        "a renewed contract cancels it": f"{RENEWALS}::test_a_renewed_contract_cancels_the_task",
    },
    "R12": {
        RULE: f"{USAGE}::{ONCE_A_MONTH}",
        "one task per period however often it is reported": (
            f"{USAGE}::{ONCE_A_MONTH}, "
            f"{USAGE}::test_many_reports_at_once_are_one_record_and_one_suggestion"
        ),
    },
    "R13": {
        RULE: f"{COMPLAINT}::"
        "test_who_complains_gets_no_advertising_until_it_is_over_and_a_week_has_passed",
        "a ticket reply or receipt is sent all the same": f"{COMPLAINT}::{ANSWERED}",
        "tickets service down: marketing waits, transactional goes": f"{COMPLAINT}::{ANSWERED}",
    },
    "R14": {
        RULE: f"{NPS}{UNTIL_SIX}",
        "a later answer of 6 takes c1 out and opens a task": f"{NPS}{UNTIL_SIX}, {TASK}",
    },
}


def asked(case: Mapping[str, Any]) -> set[str]:
    """The rule and every edge of a case."""
    return {RULE, *case["edges"].split("; ")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_every_case_of_the_vectors_is_held_with_its_edges(case: Mapping[str, Any]) -> None:
    assert asked(case) == set(HELD[case["id"]])


def named() -> Iterable[str]:
    """The tests named, once each."""
    return sorted(
        {test for held in HELD.values() for tests in held.values() for test in tests.split(", ")}
    )


@pytest.mark.parametrize("test", named())
def test_each_of_these_tests_exists(test: str) -> None:
    path, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text()
