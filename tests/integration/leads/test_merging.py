"""Two contacts that are one person become one, and are parted again."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2, timeline_pb2, tracking_pb2_grpc
from crm.leads.v1 import merging_pb2 as pb
from crm.leads.v1 import tracking_pb2 as tracking
from crm.notify.v1 import events_pb2 as notify

from chassis import moves
from services.leads.merging import actions
from tests.factories import create_contact, email
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.requests import change, get, history, listed
from tests.integration.leads.site import Site
from tests.integration.leads.test_consents import consent, states

Contact = contacts_pb2.Contact
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def made(office: Desk, **fields: Any) -> Any:
    return office.contacts.CreateContact(create_contact(**fields))


def merge(office: Desk, goes: Contact, into: Contact, **more: Any) -> Any:
    request = pb.MergeContactRequest(id=goes.id, into_id=into.id, **more)
    return office.merging.MergeContact(request)


def part(office: Desk, contact: Contact) -> Any:
    return office.merging.UnmergeContact(pb.UnmergeContactRequest(id=contact.id))


def now(office: Desk, contact: Contact) -> Any:
    return office.contacts.GetContact(get(contact.id))


def titles(office: Desk, contact: Contact) -> list[str]:
    """Oldest first."""
    entries = office.timeline.ListTimeline(history(contact.id)).entries
    return [entry.title for entry in reversed(entries)]


def names(office: Desk, contact: Contact) -> list[str]:
    return [name for name, _ in office.facts(f"contacts/{contact.id}")]


def noted(office: Desk, contact: Contact, words: str) -> None:
    request = timeline_pb2.CreateNoteRequest(contact_id=contact.id, body=words)
    office.timeline.CreateNote(request)


def test_one_has_what_both_had_and_the_other_is_gone(office: Desk) -> None:
    stays = made(office, first_name="Ada", phone="+4930123456", tags=["vip"], city="Mergeton")
    goes = made(
        office, first_name="A.", job_title="Countess", tags=["fair", "vip"], city="Mergeton"
    )
    noted(office, goes, "Met her at the fair.")

    both = merge(office, goes, stays, etag=now(office, goes).etag, keep_fields=["first_name"])

    assert (both.id, both.first_name, both.job_title) == (stays.id, "Ada", "Countess")
    assert (both.email, both.phone, list(both.tags)) == (stays.email, stays.phone, ["vip", "fair"])
    assert "Note" in titles(office, stays)
    assert f"Merged with {goes.full_name}" in titles(office, stays)
    found = office.contacts.ListContacts(listed("city = Mergeton")).contacts
    assert [each.id for each in found] == [stays.id]
    deleted = office.contacts.ListContacts(listed("city = Mergeton", show_deleted=True)).contacts
    assert [each.id for each in deleted] == []
    assert names(office, stays)[-2:] == ["ContactUpdated", "ContactMerged"]
    assert names(office, goes)[-1] == "ContactDeleted"
    fact = dict(office.facts(f"contacts/{stays.id}"))["ContactMerged"]
    assert (fact["merged_contact"]["id"], fact["addresses"]) == (goes.id, [goes.email])


def test_who_asks_for_the_old_one_finds_the_one_at_the_end_of_all_merges(office: Desk) -> None:
    first, second, third = made(office), made(office), made(office)
    merge(office, first, second)
    merge(office, second, third)
    assert now(office, first).id == third.id
    with refused("FAILED_PRECONDITION", "CONTACT_MERGED"):
        office.contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(id=first.id))
    with refused("FAILED_PRECONDITION", "MERGED_FURTHER"):
        part(office, first)
    part(office, second)
    part(office, first)
    assert [now(office, each).id for each in (first, second, third)] == [
        first.id,
        second.id,
        third.id,
    ]


def test_parted_each_has_again_what_it_brought(office: Desk) -> None:
    stays = made(office, phone="", tags=["vip"])
    goes = made(office, phone="+4930123456", job_title="Clerk", birth_date="1815-12-10", tags=["b"])
    noted(office, goes, "Hers.")
    both = merge(office, goes, stays)
    assert both.birth_date == "1815-12-10"
    office.contacts.UpdateContact(change(stays.id, job_title="Countess", tags=["vip", "b", "new"]))
    noted(office, stays, "Said meanwhile.")

    back = part(office, goes)

    assert (back.id, back.phone, back.email) == (goes.id, "+4930123456", goes.email)
    left = now(office, stays)
    assert (left.phone, left.birth_date, left.job_title) == ("", "", "Countess")
    assert list(left.tags) == ["vip", "new"]
    assert titles(office, goes) == ["Contact created", "Note", f"Parted from {stays.full_name}"]
    assert titles(office, stays).count("Note") == 1
    assert names(office, goes)[-1] == "ContactUndeleted"
    assert names(office, stays)[-1] == "ContactUnmerged"
    with refused("FAILED_PRECONDITION", "CONTACT_NOT_MERGED"):
        part(office, goes)


def test_the_history_of_consents_is_that_of_both_and_taken_back_is_taken_back(office: Desk) -> None:
    stays, goes = made(office), made(office)
    office.contacts.RecordConsent(consent(stays.id, "GRANTED"))
    office.contacts.RecordConsent(consent(goes.id, "WITHDRAWN"))
    both = merge(office, goes, stays)
    assert both.marketing_consent == Contact.WITHDRAWN
    assert sorted(states(office, stays.id)) == ["GRANTED", "WITHDRAWN"]
    part(office, goes)
    assert now(office, stays).marketing_consent == Contact.WITHDRAWN
    assert states(office, stays.id) == ["GRANTED"]


def test_what_others_tell_of_the_old_one_is_about_the_other_one(
    empty_office: Desk, machinery: Machinery
) -> None:
    office = empty_office
    stays, goes = made(office), made(office)
    merge(office, goes, stays)
    deal = {"id": str(uuid4()), "title": "Engine", "contact_id": goes.id}
    machinery.tell(deals.DealWon(deal=deal))
    machinery.tell(notify.ContactUnsubscribed(contact_id=goes.id, email=goes.email))
    both = now(office, stays)
    assert both.lifecycle_stage == Contact.CUSTOMER
    assert both.marketing_consent == Contact.WITHDRAWN
    assert any("Engine" in title for title in titles(office, stays))


def test_the_score_is_made_of_the_history_of_both(empty_office: Desk, machinery: Machinery) -> None:
    office = empty_office
    stays, goes = made(office, phone=""), made(office, phone="")
    for each in (stays, goes):
        request = timeline_pb2.LogCallRequest(contact_id=each.id, outcome="REACHED")
        office.timeline.LogCall(request)
    machinery.settle()
    alone = now(office, goes).score
    assert alone > 0
    merge(office, goes, stays)
    machinery.settle()
    assert now(office, stays).score > alone
    part(office, goes)
    machinery.settle()
    assert now(office, stays).score == now(office, goes).score == alone


def test_a_form_from_an_address_of_either_reaches_the_one_that_stays(
    site: Site, empty_office: Desk
) -> None:
    office = empty_office
    stays, goes = made(office), made(office)
    merge(office, goes, stays, take_fields=["email"])
    form = site.form()
    for address in (stays.email, goes.email):
        site.send(form, name="Ada Lovelace", email=address)
    assert [each.id for each in site.people()] == [stays.id]
    assert {each.contact_id for each in site.submissions(form)} == {stays.id}


def test_a_click_that_arrives_while_they_are_merged_is_on_the_one_that_stays(
    site: Site, empty_office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, visitor = empty_office, str(uuid4())
    stays = made(office)
    form = site.form()
    site.send(form, name="Ada", email=email(), more={"visitor_id": visitor})
    (goes,) = (each for each in site.people() if each.id != stays.id)
    stub = office.running.stub(tracking_pb2_grpc.TrackingServiceStub)
    view = {"kind": "PAGE_VIEW", "url": "https://www.example.com/late", "title": "Late"}
    request = tracking.TrackEventsRequest(visitor_id=visitor, events=[view])
    agent = (("client-ip", "203.0.113.77"), ("client-user-agent", FIREFOX))
    click = threading.Thread(target=stub.TrackEvents, args=(request,), kwargs={"metadata": agent})
    moved = moves.hand_over

    def meanwhile(*args: Any, **more: Any) -> None:
        """The click comes after the browser was locked, and before anything has gone over."""
        click.start()
        moved(*args, **more)

    monkeypatch.setattr(actions, "hand_over", meanwhile)
    merge(office, goes, stays)
    click.join(timeout=10)
    assert "Late" in " ".join(titles(office, stays))


def test_nobody_merges_what_they_do_not_reach(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    ada = as_person({"contacts.*": "own"})
    mine = made(office, owner_id=str(ada.id))
    other = made(office)
    hers = desk(ada)
    for goes, into in ((mine, other), (other, mine)):
        with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
            merge(hers, goes, into)
    merge(office, other, mine)
    assert now(hers, other).id == mine.id  # what they reach is found by the old id as well
    foreign = made(office)
    gone = made(office)
    merge(office, gone, foreign)
    for request in (get(gone.id), get(foreign.id)):
        with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
            hers.contacts.GetContact(request)
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        part(hers, gone)


def test_bad_merges_are_refused_by_name(office: Desk) -> None:
    ada, eve = made(office), made(office)
    with refused("FAILED_PRECONDITION", "MERGE_INTO_ITSELF"):
        merge(office, ada, ada)
    with refused("ABORTED", "ETAG_MISMATCH"):
        merge(office, ada, eve, etag="99")
    with refused("INVALID_ARGUMENT") as refusal:
        merge(office, ada, eve, take_fields=["shoe_size"])
    assert "take_fields" in refusal.violations
    with refused("NOT_FOUND"):
        merge(office, Contact(id=str(uuid4())), eve)
    assert now(office, ada).id == ada.id


def test_what_is_in_a_contact_is_listed_with_who_did_it(office: Desk) -> None:
    stays, goes = made(office), made(office, first_name="Grace")
    merge(office, goes, stays)
    request = pb.ListContactMergesRequest(contact_id=stays.id)
    (found,) = office.merging.ListContactMerges(request).merges
    assert (found.contact_id, found.contact_name, found.contact_email, found.actor_name) == (
        goes.id,
        goes.full_name,
        goes.email,
        "Admin",
    )


def test_merging_two_into_each_other_at_once_leaves_one(office: Desk) -> None:
    ada, eve = made(office), made(office)
    outcomes: list[str] = []

    def attempt(goes: Contact, into: Contact) -> None:
        try:
            merge(office, goes, into)
            outcomes.append("merged")
        except Exception:  # noqa: BLE001 -- whichever came second is refused
            outcomes.append("refused")

    both = [threading.Thread(target=attempt, args=pair) for pair in ((ada, eve), (eve, ada))]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=20)
    assert sorted(outcomes) == ["merged", "refused"]
    assert now(office, ada).id == now(office, eve).id
