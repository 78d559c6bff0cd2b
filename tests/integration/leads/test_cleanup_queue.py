"""Whoever looks through the queue decides, may take it back, and sees what they may see."""

from datetime import timedelta

import pytest
from crm.leads.v1 import cleanup_pb2 as pb
from crm.leads.v1 import contacts_pb2

from tests.factories import email
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.cleaning import Item, begin, counts, found, items, person, run
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

MONTH = timedelta(days=31)


@pytest.fixture
def queue(empty_office: Desk, machinery: Machinery, admin: Person) -> Desk:
    """An office in which somebody looks through what rounds find."""
    begin(empty_office, machinery, admin)
    return empty_office


def test_archiving_is_one_call_and_can_be_taken_back(queue: Desk, machinery: Machinery) -> None:
    contact_id = person(queue)
    run(queue, machinery)
    queue.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=contact_id))
    machinery.settle()
    assert (items(queue, ""), counts(queue)) == ([], [0, 0, 0, 0])
    queue.contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(id=contact_id))
    machinery.settle()
    assert found(queue) == {contact_id: {"INCOMPLETE"}}


def test_what_is_kept_is_not_asked_about_again_for_a_year(
    queue: Desk, machinery: Machinery, admin: Person
) -> None:
    contact_id = person(queue)
    run(queue, machinery)
    (item,) = items(queue)
    with refused("ABORTED", "ETAG_MISMATCH"):
        queue.cleanup.KeepCleanupItem(pb.KeepCleanupItemRequest(id=item.id, etag="99"))
    kept = queue.cleanup.KeepCleanupItem(pb.KeepCleanupItemRequest(id=item.id, etag=item.etag))
    assert (kept.state, kept.decider_name) == (Item.KEPT, admin.identity.name)
    assert kept.HasField("decide_time")
    machinery.after(10 * MONTH)
    run(queue, machinery)
    assert found(queue) == {}
    machinery.after(3 * MONTH)
    run(queue, machinery)
    assert "INCOMPLETE" in found(queue)[contact_id]


def test_a_decision_to_keep_can_be_taken_back(queue: Desk, machinery: Machinery) -> None:
    person(queue)
    run(queue, machinery)
    (item,) = items(queue)
    queue.cleanup.KeepCleanupItem(pb.KeepCleanupItemRequest(id=item.id))
    assert items(queue) == []
    again = queue.cleanup.ReopenCleanupItem(pb.ReopenCleanupItemRequest(id=item.id))
    assert (again.state, again.decider_name) == (Item.OPEN, "")
    assert not again.HasField("decide_time")
    assert [each.id for each in items(queue)] == [item.id]


def test_the_queue_is_filtered_ordered_and_paged(queue: Desk, machinery: Machinery) -> None:
    people = {person(queue) for _ in range(5)}
    person(queue, phone="+49301234567")
    double = person(queue, phone="+49301234567")
    run(queue, machinery)
    assert found(queue, "reason = DUPLICATE") == {double: {"DUPLICATE"}}
    assert found(queue, f'contact_id = "{double}"') == {double: {"DUPLICATE"}}
    seen, token = [], ""
    while True:
        request = pb.ListCleanupItemsRequest(
            filter="reason = INCOMPLETE", order_by="create_time", page_size=2, page_token=token
        )
        page = queue.cleanup.ListCleanupItems(request)
        seen += [item.contact_id for item in page.cleanup_items]
        if not (token := page.next_page_token):
            break
    assert (len(seen), set(seen)) == (5, people)
    for wrong in ({"filter": "colour = RED"}, {"order_by": "reason"}, {"page_token": "x"}):
        with refused("INVALID_ARGUMENT"):
            queue.cleanup.ListCleanupItems(pb.ListCleanupItemsRequest(**wrong))


def test_everybody_sees_and_decides_what_is_said_of_contacts_they_reach(
    queue: Desk, machinery: Machinery, leads_server: Running, as_person: AsPerson
) -> None:
    rep = as_person({"cleanup_items.*": "own", "contacts.read": "own"})
    mine = person(queue, owner_id=str(rep.id), phone="+49301111111", email=email())
    theirs = person(queue, phone="+49301234567", email=email())
    double = person(queue, owner_id=str(rep.id), phone="+49301234567", email=email())
    person(queue, phone="+49301111111", email=email())
    run(queue, machinery)
    desk = Desk(leads_server, rep)
    (seen,) = items(desk)
    assert (seen.contact_id, seen.duplicate_of_id) == (double, theirs)
    assert not seen.HasField("duplicate_of"), "the older record is somebody else's"
    assert counts(desk) == [1, 0, 0, 0]
    (other,) = [item for item in items(queue) if item.duplicate_of_id == mine]
    for call, request in (
        (desk.cleanup.KeepCleanupItem, pb.KeepCleanupItemRequest(id=other.id)),
        (desk.cleanup.ReopenCleanupItem, pb.ReopenCleanupItemRequest(id=other.id)),
    ):
        with refused("NOT_FOUND", "CLEANUP_ITEM_NOT_FOUND"):
            call(request)
    assert desk.cleanup.KeepCleanupItem(pb.KeepCleanupItemRequest(id=seen.id)).state == Item.KEPT
