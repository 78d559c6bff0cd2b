"""Segments know who passes their filter, within the step that follows a contact's change."""

from datetime import timedelta
from typing import Any

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import segments_pb2 as pb

from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.leads import requests
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

STATE = pb.Segment.State


def contact(office: Desk, **fields: Any) -> str:
    made = office.contacts.CreateContact(
        contacts_pb2.CreateContactRequest(contact={"last_name": "Somebody", **fields})
    )
    return str(made.id)


def segment(office: Desk, filter_: str) -> str:
    made = office.segments.CreateSegment(
        pb.CreateSegmentRequest(segment={"name": "Some", "filter": filter_})
    )
    return str(made.id)


def members(office: Desk, segment_id: str) -> set[str]:
    request = pb.ListSegmentMembersRequest(segment_id=segment_id)
    return {each.id for each in office.segments.ListSegmentMembers(request).contacts}


def facts(office: Desk, contact_id: str) -> list[str]:
    told = [name for name, _ in office.facts(f"contacts/{contact_id}")]
    return [name for name in told if name.startswith("Segment")]


def test_a_new_segment_collects_who_is_there(empty_office: Desk, machinery: Machinery) -> None:
    german, french = contact(empty_office, country="DE"), contact(empty_office, country="FR")
    made = segment(empty_office, "country = DE")
    machinery.settle()

    assert members(empty_office, made) == {german}
    assert (facts(empty_office, german), facts(empty_office, french)) == (["SegmentEntered"], [])
    read = empty_office.segments.GetSegment(pb.GetSegmentRequest(id=made))
    assert read.state == STATE.READY


def test_who_changes_comes_and_goes_and_it_is_told_once(
    empty_office: Desk, machinery: Machinery
) -> None:
    made = segment(empty_office, "country = DE")
    person = contact(empty_office, country="FR")
    machinery.settle()
    empty_office.contacts.UpdateContact(requests.change(person, country="DE"))
    machinery.settle()
    assert members(empty_office, made) == {person}

    empty_office.contacts.UpdateContact(requests.change(person, country="IT"))
    machinery.settle()
    assert members(empty_office, made) == set()
    assert facts(empty_office, person) == ["SegmentEntered", "SegmentLeft"]


def test_a_deleted_contact_leaves_and_comes_back_with_its_return(
    empty_office: Desk, machinery: Machinery
) -> None:
    made, person = segment(empty_office, "country = DE"), contact(empty_office, country="DE")
    machinery.settle()
    empty_office.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=person))
    machinery.settle()
    assert members(empty_office, made) == set()

    empty_office.contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(id=person))
    machinery.settle()
    assert members(empty_office, made) == {person}


def test_another_filter_collects_anew(empty_office: Desk, machinery: Machinery) -> None:
    german, french = contact(empty_office, country="DE"), contact(empty_office, country="FR")
    made = segment(empty_office, "country = DE")
    machinery.settle()
    empty_office.segments.UpdateSegment(
        pb.UpdateSegmentRequest(
            segment={"id": made, "filter": "country = FR"}, update_mask={"paths": ["filter"]}
        )
    )
    machinery.settle()
    assert members(empty_office, made) == {french}
    assert facts(empty_office, german) == ["SegmentEntered", "SegmentLeft"]


def test_what_depends_on_the_day_is_looked_at_again(
    empty_office: Desk, machinery: Machinery
) -> None:
    person = contact(empty_office)
    made = segment(empty_office, "last_activity_time > now-7d")
    machinery.settle()
    assert members(empty_office, made) == {person}
    machinery.after(timedelta(days=8))
    assert members(empty_office, made) == set()


def test_everybody_sees_only_the_members_they_may_read(
    empty_office: Desk, machinery: Machinery, as_person: AsPerson
) -> None:
    seller = as_person({"contacts.*": "own", "segments.*": "all"})
    own = contact(empty_office, country="DE", owner_id=str(seller.id))
    contact(empty_office, country="DE")
    made = segment(empty_office, "country = DE")
    machinery.settle()

    desk = Desk(empty_office.running, seller)
    assert members(desk, made) == {own}
    count = desk.segments.CountSegmentMembers(pb.CountSegmentMembersRequest(segment_id=made))
    assert (count.count, count.capped) == (1, False)


def test_a_deleted_segment_takes_its_memberships_with_it(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    contact(empty_office, country="DE")
    made = segment(empty_office, "country = DE")
    machinery.settle()
    empty_office.segments.DeleteSegment(pb.DeleteSegmentRequest(id=made))
    machinery.settle()
    with refused("NOT_FOUND", "SEGMENT_NOT_FOUND"):
        members(empty_office, made)


@pytest.mark.parametrize("filter_", ["", " ", "planet = MARS", "owner_id = me"])
def test_a_filter_of_everybody_or_nobody_is_refused(empty_office: Desk, filter_: str) -> None:
    with refused("INVALID_ARGUMENT"):
        segment(empty_office, filter_)
