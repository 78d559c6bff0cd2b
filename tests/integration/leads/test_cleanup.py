"""Once a month a round finds what is double, bounced, incomplete or stale, once each."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from crm.leads.v1 import cleanup_pb2 as pb
from crm.leads.v1 import contacts_pb2, timeline_pb2
from crm.notify.v1 import events_pb2 as notify
from crm.tickets.v1 import events_pb2 as tickets

from chassis.clock import Clock
from chassis.database import Database
from services.leads.cleanup import building
from tests.factories import email
from tests.harness.parallel import gather
from tests.harness.people import Keys, Person
from tests.harness.refusals import refused
from tests.integration.leads import requests
from tests.integration.leads.cleaning import begin, built, change, counts, found, items, person, run
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: The tests begin at this time, which is still to come.
START = datetime(2036, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.advance(START - clock.now())


def bounced(machinery: Machinery, address: str, *, permanent: bool = True) -> None:
    """A mail server sends a mail back."""
    message = {"id": str(uuid4()), "email": address}
    machinery.tell(notify.MessageBounced(message=message, permanent=permanent, diagnosis="5.1.1"))


def test_a_round_finds_each_record_for_each_reason_once_and_tells_its_reviewer(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    begin(empty_office, machinery, admin)
    silent = person(empty_office, email=email())
    machinery.after(400 * DAY)
    address = email()
    first = person(empty_office, email=email(), phone="+49 30 1234567")
    same_phone = person(empty_office, email=email(), first_name="Augusta", phone="+49301234567")
    named = person(empty_office, email=email(), company_name="Engines Ltd")
    same_name = person(empty_office, email=email(), company_name="ENGINES ltd")
    gone = person(empty_office, email=address)
    lacking = person(empty_office)
    nameless = person(empty_office, first_name="", last_name="", email=email())
    bounced(machinery, address)
    for _ in range(2):
        run(empty_office, machinery)
        assert found(empty_office) == {
            silent: {"STALE"},
            same_phone: {"DUPLICATE"},
            same_name: {"DUPLICATE"},
            gone: {"BOUNCED"},
            lacking: {"INCOMPLETE"},
            nameless: {"INCOMPLETE"},
        }
    said = {item.contact_id: item for item in items(empty_office)}
    assert said[silent].explanation == "Nothing happened for 12 months."
    assert said[same_phone].explanation == "The same phone number as an older record."
    assert said[same_name].explanation == "The same name and company as an older record."
    assert (said[same_phone].duplicate_of.id, said[same_name].duplicate_of.id) == (first, named)
    assert said[gone].explanation == "Mail came back for good. 5.1.1"
    assert said[lacking].explanation == "No e-mail and no phone."
    assert said[nameless].explanation == "No name."
    assert said[lacking].contact.full_name == "Ada Lovelace"
    last = built(empty_office)[-1]
    assert (last["reviewer_id"], last["item_count"]) == (str(admin.id), 6)
    assert counts(empty_office) == [2, 1, 2, 1]


def test_rounds_are_made_once_a_month_on_the_day_that_was_said(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    begin(empty_office, machinery, admin)
    change(empty_office, day_of_month=2)
    person(empty_office)
    request = pb.GetCleanupSummaryRequest()
    due = empty_office.cleanup.GetCleanupSummary(request).next_round_time.ToDatetime(tzinfo=UTC)
    assert due == datetime(2036, 6, 2, 6, tzinfo=UTC)
    machinery.after(due - START - HOUR)
    assert built(empty_office) == []
    machinery.after(HOUR)
    assert len(built(empty_office)) == 1
    machinery.after(29 * DAY)
    assert len(built(empty_office)) == 1
    machinery.after(2 * DAY)
    assert [fact["incomplete_count"] for fact in built(empty_office)] == [1, 1]
    change(empty_office, enabled=False)
    machinery.after(60 * DAY)
    assert len(built(empty_office)) == 2


def test_who_did_something_or_whom_one_of_us_saw_to_is_not_stale_but_our_mails_change_nothing(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    begin(empty_office, machinery, admin)
    active, noted, mailed = (person(empty_office, email=email()) for _ in range(3))
    machinery.after(300 * DAY)
    ticket = {"id": str(uuid4()), "number": 1, "subject": "A question", "contact_id": active}
    machinery.tell(tickets.MessageReceived(ticket=ticket))
    note = timeline_pb2.CreateNoteRequest(contact_id=noted, body="Met at the fair")
    empty_office.timeline.CreateNote(note)
    message = {"id": str(uuid4()), "contact_id": mailed, "subject": "News"}
    machinery.tell(notify.MessageSent(message=message))
    machinery.after(100 * DAY)
    run(empty_office, machinery)
    assert found(empty_office) == {mailed: {"STALE"}}
    change(empty_office, stale_months=3)
    run(empty_office, machinery)
    assert set(found(empty_office)) == {active, noted, mailed}


def test_only_an_address_that_is_gone_for_good_is_bounced_and_another_one_ends_it(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    begin(empty_office, machinery, admin)
    full, gone = email(), email()
    person(empty_office, email=full)
    contact_id = person(empty_office, email=gone)
    bounced(machinery, full, permanent=False)
    for _ in range(2):
        bounced(machinery, gone.upper())
    run(empty_office, machinery)
    assert found(empty_office) == {contact_id: {"BOUNCED"}}
    empty_office.contacts.UpdateContact(requests.change(contact_id, email=email()))
    machinery.settle()
    assert found(empty_office) == {}


def test_completing_a_record_or_archiving_the_older_one_ends_it_at_once(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    begin(empty_office, machinery, admin)
    lacking = person(empty_office)
    older = person(empty_office, phone="+49301234567", email=email())
    younger = person(empty_office, phone="+49301234567", email=email())
    run(empty_office, machinery)
    assert found(empty_office) == {lacking: {"INCOMPLETE"}, younger: {"DUPLICATE"}}
    empty_office.contacts.UpdateContact(requests.change(lacking, phone="+49307654321"))
    empty_office.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=older))
    machinery.settle()
    assert found(empty_office) == {}


def test_two_workers_walk_through_everybody_in_steps_and_find_each_once(
    empty_office: Desk,
    machinery: Machinery,
    leads_database: Database,
    keys: Keys,
    clock: Clock,
    admin: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(building, "STEP", 3)
    begin(empty_office, machinery, admin)
    people = {person(empty_office) for _ in range(10)}
    machinery.settle()
    empty_office.cleanup.RunCleanup(pb.RunCleanupRequest())
    second = Machinery(leads_database, keys, clock)
    workers = iter((machinery, second))
    try:
        gather(2, lambda: drain(next(workers)))
    finally:
        second.close()
    machinery.settle()
    assert found(empty_office) == {each: {"INCOMPLETE"} for each in people}
    assert [fact["item_count"] for fact in built(empty_office)] == [10]


def drain(worker: Machinery) -> None:
    """Does what is due until nothing is."""
    while worker.step():
        continue


def test_a_round_leaves_for_later_what_nobody_could_look_through(
    empty_office: Desk, machinery: Machinery, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "AT_MOST", 2)
    begin(empty_office, machinery, admin)
    people = [person(empty_office) for _ in range(5)]
    run(empty_office, machinery)
    assert set(found(empty_office)) == set(people[:2])
    for contact_id in people[:2]:
        empty_office.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=contact_id))
    run(empty_office, machinery)
    assert set(found(empty_office)) == set(people[2:4])


def test_there_are_no_rounds_until_somebody_is_named_who_works_here(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    policy = empty_office.cleanup.GetCleanupPolicy(pb.GetCleanupPolicyRequest())
    assert (policy.enabled, policy.stale_months, policy.keep_months) == (False, 12, 12)
    with refused("FAILED_PRECONDITION", "CLEANUP_DISABLED"):
        empty_office.cleanup.RunCleanup(pb.RunCleanupRequest())
    for refusal in ({"enabled": True}, {"reviewer_id": str(uuid4())}, {"stale_months": 0}):
        with refused("INVALID_ARGUMENT"):
            change(empty_office, **refusal)
    machinery.hire(admin, active=False)
    with refused("INVALID_ARGUMENT"):
        change(empty_office, enabled=True, reviewer_id=str(admin.id))
    machinery.hire(admin)
    assert change(empty_office, enabled=True, reviewer_id=str(admin.id)).enabled
