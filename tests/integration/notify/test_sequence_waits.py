"""Waits for an hour, a window and weekdays in the contact's zone; how many people are where."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crm.notify.v1 import sequences_pb2 as pb

from chassis.clock import Clock
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink
from tests.integration.notify.test_sequences import Desk, desk, send, subjects

__all__ = ["desk"]

MINUTE = timedelta(minutes=1)
#: A Friday; Berlin is an hour ahead of it, New York five behind.
FRIDAY = datetime(2031, 2, 7, 17, tzinfo=UTC)


def wait(minutes: int = 0, **moment: object) -> dict[str, Any]:
    return {"kind": "WAIT", "wait_minutes": minutes, **moment}


@pytest.fixture(autouse=True)
def friday(clock: Clock) -> None:
    """Every test begins on this Friday."""
    clock.advance(FRIDAY - clock.now())


def until(worker: Worker, clock: Clock, moment: str) -> None:
    """Works until one minute before a moment."""
    worker.work(datetime.fromisoformat(moment) - MINUTE - clock.now())


@pytest.mark.parametrize(
    ("step", "zone", "moment"),
    [
        (wait(60, time_of_day="08:30"), "Europe/Berlin", "2031-02-08T07:30:00Z"),
        (wait(60, time_of_day="08:30"), "America/New_York", "2031-02-08T13:30:00Z"),
        (wait(window_from="13:00", window_to="17:00"), "America/New_York", "2031-02-07T18:00:00Z"),
        (wait(1440, weekdays=["mon", "tue"]), "Europe/Berlin", "2031-02-10T17:00:00Z"),
        (
            wait(window_from="09:00", window_to="17:00", weekdays=["tue", "thu"]),
            "Europe/Berlin",
            "2031-02-11T08:00:00Z",
        ),
        (wait(time_of_day="08:30"), "", "2031-02-08T03:00:00Z"),
    ],
)
def test_a_wait_ends_when_it_fits_where_the_contact_is(
    *, desk: Desk, contact: MakeContact, worker: Worker, clock: Clock, sink: Sink,
    step: dict[str, Any], zone: str, moment: str,
) -> None:  # fmt: skip
    sequence = desk.sequence(step, send("first"), time_zone="Asia/Kolkata")
    enrolment = desk.enrol(sequence, contact(time_zone=zone))
    worker.work()
    until(worker, clock, moment)
    assert (subjects(sink), desk.fate(enrolment)[0]) == ([], "RUNNING")
    worker.work(MINUTE)
    worker.work(timedelta(days=30))
    assert (subjects(sink), desk.fate(enrolment)[0]) == (["first"], "FINISHED")


def test_who_comes_at_a_fitting_moment_does_not_wait(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    desk.enrol(
        desk.sequence(wait(weekdays=["fri"]), send("first")), contact(time_zone="Europe/Berlin")
    )
    worker.work()
    assert subjects(sink) == ["first"]


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (wait(), "steps[0].wait_minutes"),
        (wait(5, window_from="09:00"), "steps[0].window_to"),
        (wait(5, window_to="09:00"), "steps[0].window_from"),
        (wait(5, window_from="09:00", window_to="09:00"), "steps[0].window_to"),
        (
            wait(5, window_from="09:00", window_to="11:00", time_of_day="11:00"),
            "steps[0].time_of_day",
        ),
        (wait(5, time_of_day="24:00"), "sequence.steps[0].time_of_day"),
        (wait(5, weekdays=["someday"]), "sequence.steps[0].weekdays[0]"),
    ],
)
def test_a_wait_that_could_not_end_is_refused_at_its_field(
    desk: Desk, step: dict[str, Any], field: str
) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        desk.create(step, send("first"))
    assert [*refusal.violations] == [field]


def test_a_zone_that_does_not_exist_is_refused(desk: Desk) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        desk.create(send("first"), time_zone="Europe/Atlantis")
    assert [*refusal.violations] == ["time_zone"]


def test_a_sequence_says_how_many_are_in_it_went_through_and_left(
    desk: Desk, contact: MakeContact, worker: Worker
) -> None:
    sequence, other = desk.sequence(wait(60), name="Counted"), desk.sequence(wait(60))
    people = [contact() for _ in range(4)]
    desk.enrol(other, people[0])
    enrolments = [desk.enrol(sequence, person) for person in people[:3]]
    for stopped in enrolments[:2]:
        stop = pb.StopEnrolmentRequest(id=stopped.id)
        desk.stub.StopEnrolment(stop, metadata=desk.metadata)
    worker.work(timedelta())
    worker.work(timedelta(hours=2))
    desk.enrol(sequence, people[3])

    request = pb.ListSequencesRequest(filter='name = "Counted"')
    [shown] = desk.stub.ListSequences(request, metadata=desk.metadata).sequences
    assert (shown.running_count, shown.finished_count, shown.exited_count) == (1, 1, 2)
    found = desk.stub.GetSequence(pb.GetSequenceRequest(id=sequence.id), metadata=desk.metadata)
    assert found == shown
