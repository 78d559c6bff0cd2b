"""The journey in numbers: who stands where, how they moved on, how fast we answered."""

from datetime import timedelta
from typing import Any

import pytest
from crm.leads.v1 import contacts_pb2, lifecycle_pb2, timeline_pb2
from crm.leads.v1 import journey_pb2 as pb

from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

STAGE = contacts_pb2.Contact.LifecycleStage
DAY = timedelta(days=1)


def contact(office: Desk, **fields: Any) -> str:
    made = office.contacts.CreateContact(
        contacts_pb2.CreateContactRequest(contact={"last_name": "Somebody", **fields})
    )
    return str(made.id)


def goes(office: Desk, contact_id: str, stage: str) -> None:
    request = lifecycle_pb2.ChangeLifecycleRequest(contact_id=contact_id, stage=stage)
    office.lifecycle.ChangeLifecycle(request)


def report(office: Desk, since_date: str = "") -> pb.ReportJourneyResponse:
    return office.journey.ReportJourney(pb.ReportJourneyRequest(since_date=since_date))


def counts(found: pb.ReportJourneyResponse) -> dict[str, int]:
    return {STAGE.Name(each.stage): each.count for each in found.stages if each.count}


def test_stages_are_counted_and_steps_have_a_rate_and_a_median_time(
    empty_office: Desk, machinery: Machinery
) -> None:
    people = [contact(empty_office) for _ in range(4)]
    for person, days in zip(people[:3], (1, 2, 6), strict=True):
        machinery.after(days * DAY)
        goes(empty_office, person, "SALES_READY")
    goes(empty_office, people[0], "OPPORTUNITY")

    found = report(empty_office)
    assert counts(found) == {"LEAD": 1, "SALES_READY": 2, "OPPORTUNITY": 1}
    first, second = found.steps
    assert (first.from_stage, first.to_stage) == (STAGE.LEAD, STAGE.SALES_READY)
    assert (first.count, first.rate) == (3, pytest.approx(3 / 4))
    assert timedelta(seconds=first.median_seconds).days == 3
    assert (second.to_stage, second.rate) == (STAGE.OPPORTUNITY, pytest.approx(1 / 3))
    assert timedelta(seconds=second.median_seconds).days == 8


def test_only_steps_since_the_day_count(empty_office: Desk, machinery: Machinery) -> None:
    goes(empty_office, contact(empty_office), "SALES_READY")
    machinery.after(91 * DAY)
    assert len(report(empty_office).steps) == 0
    assert len(report(empty_office, "2026-01-01").steps) == 1
    with refused("INVALID_ARGUMENT"):
        report(empty_office, "last week")


def test_everybody_sees_the_journey_of_their_own_contacts(
    empty_office: Desk, as_person: AsPerson
) -> None:
    seller = as_person({"reports.read": "own", "contacts.*": "all"})
    goes(empty_office, contact(empty_office, owner_id=str(seller.id)), "SALES_READY")
    goes(empty_office, contact(empty_office), "SALES_READY")
    found = report(Desk(empty_office.running, seller))
    assert counts(found) == {"SALES_READY": 1}
    assert [step.count for step in found.steps] == [1]


def test_how_fast_we_answer_is_the_median_of_first_touches(
    empty_office: Desk, machinery: Machinery
) -> None:
    people = [contact(empty_office) for _ in range(3)]
    for person, hours in zip(people, (1, 1, 4), strict=True):
        machinery.after(timedelta(hours=hours))
        note = timeline_pb2.CreateNoteRequest(contact_id=person, body="Called")
        empty_office.timeline.CreateNote(note)
        machinery.settle()
    times = report(empty_office).response_times
    assert (times.count, times.median_seconds // 3600) == (3, 2)
    assert times.median_business_seconds <= times.median_seconds
