"""A lead left alone is warned about, then goes to the next rep; a touch stops the clock."""

from datetime import datetime, timedelta

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import assignment_pb2, follow_up_pb2, timeline_pb2
from crm.notify.v1 import events_pb2 as notify
from google.protobuf.message import Message

from chassis.clock import Clock
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.test_assignment import assign, history, lead, owner, reps, rule

__all__ = ["reps"]
DAY = timedelta(days=1)
FollowUp = assignment_pb2.Assignment


def told(office: Desk, contact_id: str, kind: str) -> list[dict[str, object]]:
    return [data for name, data in office.facts(f"contacts/{contact_id}") if name == kind]


@pytest.fixture
def given(empty_office: Desk, reps: list[Person]) -> str:
    """A lead that was just given to the first rep."""
    rule(empty_office, reps)
    contact_id = lead(empty_office).id
    assign(empty_office, contact_id)
    return contact_id


def test_a_lead_left_alone_for_three_days_goes_to_the_next_rep(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str
) -> None:
    machinery.after(2 * DAY - timedelta(minutes=1))
    assert told(empty_office, given, "FollowUpWarned") == []

    machinery.after(timedelta(minutes=1))
    (warned,) = told(empty_office, given, "FollowUpWarned")
    assert (warned["owner_id"], owner(empty_office, given)) == (str(reps[0].id),) * 2

    machinery.after(DAY)
    (missed,) = told(empty_office, given, "FollowUpMissed")
    assert (missed["owner_id"], missed["next_owner_id"]) == (str(reps[0].id), str(reps[1].id))
    assert owner(empty_office, given) == str(reps[1].id)
    latest, first = history(empty_office, given)
    assert (first.follow_up, latest.follow_up) == (FollowUp.MISSED, FollowUp.RUNNING)
    assert latest.reason == "FOLLOW_UP_MISSED"


def test_the_next_rep_has_a_clock_of_their_own(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str
) -> None:
    for _ in range(3):
        machinery.after(3 * DAY)
    assert [each.user_name for each in history(empty_office, given)] == ["Ann", "Cid", "Ben", "Ann"]


def test_when_nobody_else_is_there_it_stays_and_waits(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str
) -> None:
    for away in reps[1:]:
        machinery.hire(away, present=False)
    machinery.after(3 * DAY)
    assert owner(empty_office, given) == str(reps[0].id)

    machinery.hire(reps[2], present=True)
    assert owner(empty_office, given) == str(reps[2].id)


def note(office: Desk, machinery: Machinery, contact_id: str, by: Person) -> None:
    desk = Desk(office.running, by)
    request = timeline_pb2.CreateNoteRequest(contact_id=contact_id, body="Called, will call back")
    desk.timeline.CreateNote(request)
    machinery.settle()


def test_the_owners_note_stops_the_clock(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str
) -> None:
    note(empty_office, machinery, given, reps[0])
    machinery.after(4 * DAY)
    (assignment,) = history(empty_office, given)
    assert assignment.follow_up == FollowUp.TOUCHED
    assert told(empty_office, given, "FollowUpWarned") == []


def test_what_sales_logs_of_a_call_stops_it_too(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str, clock: Clock
) -> None:
    call = {
        "kind": "CALL",
        "contact_id": given,
        "owner_id": str(reps[0].id),
        "done_time": clock.now(),
    }
    machinery.tell(deals.ActivityLogged(activity=call))
    assert history(empty_office, given)[0].follow_up == FollowUp.TOUCHED


def test_somebody_elses_note_does_not(
    empty_office: Desk, admin: Person, machinery: Machinery, given: str
) -> None:
    note(empty_office, machinery, given, admin)
    assert history(empty_office, given)[0].follow_up == FollowUp.RUNNING


def test_how_long_the_first_touch_took_is_told_once(
    empty_office: Desk, admin: Person, reps: list[Person], machinery: Machinery, given: str
) -> None:
    machinery.after(timedelta(hours=5))
    note(empty_office, machinery, given, reps[0])
    note(empty_office, machinery, given, admin)
    (touched,) = told(empty_office, given, "FirstTouched")
    assert (touched["user_id"], touched["kind"]) == (str(reps[0].id), "NOTE")
    assert int(str(touched["seconds"])) // 3600 == 5


def allow(office: Desk, **changes: object) -> follow_up_pb2.FollowUpPolicy:
    """The policy, changed."""
    return office.follow_up.UpdateFollowUpPolicy(
        follow_up_pb2.UpdateFollowUpPolicyRequest(
            follow_up_policy=changes, update_mask={"paths": [*changes]}
        )
    )


@pytest.mark.parametrize("how", ["call", "mail"])
def test_where_a_touch_restarts_the_clock_the_lead_waits_as_long_again(
    empty_office: Desk,
    reps: list[Person],
    machinery: Machinery,
    given: str,
    clock: Clock,
    how: str,
) -> None:
    allow(empty_office, touch_restarts=True)
    machinery.after(2 * DAY + timedelta(hours=1))
    machinery.tell(touch(how, given, reps[0], clock))
    machinery.after(2 * DAY - timedelta(minutes=1))
    assert len(told(empty_office, given, "FollowUpWarned")) == 1, "before the touch, none after"
    machinery.after(timedelta(minutes=1))
    assert len(told(empty_office, given, "FollowUpWarned")) == 2
    machinery.after(DAY - timedelta(minutes=1))
    assert owner(empty_office, given) == str(reps[0].id)
    machinery.after(timedelta(minutes=1))
    assert owner(empty_office, given) == str(reps[1].id)


def touch(how: str, contact_id: str, by: Person, clock: Clock) -> Message:
    """What the owner did, as sales or notify tells it."""
    whom = {"contact_id": contact_id, "owner_id": str(by.id)}
    if how == "call":
        done = {"kind": "CALL", "done_time": clock.now(), **whom}
        return deals.ActivityLogged(activity=done)
    return notify.MessageSent(message={"sent_time": clock.now(), **whom})


def test_a_touch_before_the_warning_moves_warning_and_end(
    empty_office: Desk, reps: list[Person], machinery: Machinery, given: str, clock: Clock
) -> None:
    allow(empty_office, touch_restarts=True)
    machinery.after(DAY)
    machinery.tell(touch("call", given, reps[0], clock))
    machinery.after(2 * DAY - timedelta(minutes=1))
    assert told(empty_office, given, "FollowUpWarned") == []
    machinery.after(DAY)
    assert owner(empty_office, given) == str(reps[0].id)
    machinery.after(timedelta(minutes=1))
    assert len(told(empty_office, given, "FollowUpWarned")) == 1
    assert owner(empty_office, given) == str(reps[1].id)


def test_with_working_days_set_a_weekend_does_not_count(
    empty_office: Desk, reps: list[Person], machinery: Machinery, clock: Clock
) -> None:
    allow(empty_office, working_days=["mon", "tue", "wed", "thu", "fri"])
    rule(empty_office, reps)
    clock.advance(next_friday_noon(clock) - clock.now())
    contact_id = lead(empty_office).id
    assign(empty_office, contact_id)
    machinery.after(4 * DAY - timedelta(minutes=1))
    assert told(empty_office, contact_id, "FollowUpWarned") == [], "warned on Tuesday at noon"
    machinery.after(timedelta(minutes=1, seconds=30))
    assert len(told(empty_office, contact_id, "FollowUpWarned")) == 1
    machinery.after(DAY - timedelta(minutes=1))
    assert owner(empty_office, contact_id) == str(reps[0].id)
    machinery.after(timedelta(minutes=1))
    assert owner(empty_office, contact_id) == str(reps[1].id)


def next_friday_noon(clock: Clock) -> datetime:
    today = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
    return today + ((4 - today.weekday()) % 7 or 7) * DAY


def test_a_wait_that_would_never_end_is_refused(empty_office: Desk) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        allow(empty_office, due_hours=8760, working_days=["sun"])
    assert list(refusal.violations) == ["working_days"]
    with refused("INVALID_ARGUMENT"):
        allow(empty_office, working_days=["monday"])


def test_how_long_leads_may_wait_is_up_to_an_admin(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    change = {
        "follow_up_policy": {"due_hours": 10, "warn_hours": 4},
        "update_mask": {"paths": ["due_hours", "warn_hours"]},
    }
    policy = empty_office.follow_up.UpdateFollowUpPolicy(
        follow_up_pb2.UpdateFollowUpPolicyRequest(**change)
    )
    assert (policy.due_hours, policy.warn_hours) == (10, 4)
    rule(empty_office, reps)
    contact_id = lead(empty_office).id
    assign(empty_office, contact_id)
    machinery.after(timedelta(hours=6))
    assert len(told(empty_office, contact_id, "FollowUpWarned")) == 1

    change["follow_up_policy"] = {"due_hours": 10, "warn_hours": 10}
    wrong = follow_up_pb2.UpdateFollowUpPolicyRequest(**change)
    with refused("INVALID_ARGUMENT"):
        empty_office.follow_up.UpdateFollowUpPolicy(wrong)
