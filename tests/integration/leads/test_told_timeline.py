"""What others tell of a person stands on their timeline: in order, with its source, once."""

from datetime import timedelta
from typing import Any

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2, timeline_pb2
from crm.notify.v1 import events_pb2 as notify
from crm.tickets.v1 import events_pb2 as tickets
from google.protobuf.message import Message

from services.leads.timeline.told import LINES
from tests.factories import create_contact
from tests.harness.people import Person
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

SOME_ID = "01937b5e-7c00-7000-8000-00000000000a"
NEVER = "01937b5e-7c00-7000-8000-0000000000ff"


def story(office: Desk, contact: contacts_pb2.Contact) -> list[timeline_pb2.TimelineEntry]:
    """Oldest first, without what became of the score."""
    request = timeline_pb2.ListTimelineRequest(contact_id=contact.id, page_size=200)
    entries = office.timeline.ListTimeline(request).entries
    own = (timeline_pb2.TimelineEntry.CREATED, timeline_pb2.TimelineEntry.RATING)
    return [each for each in reversed(entries) if each.kind not in own]


def of(kind: type[Message], contact_id: str, **fields: Any) -> Any:
    """A fact whose record belongs to a contact."""
    return kind(**{LINES[kind].about: {"id": SOME_ID, "contact_id": contact_id, **fields}})


def test_every_line_can_be_read(empty_office: Desk, machinery: Machinery) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    told = [kind for kind in LINES if kind is not tickets.TicketUpdated]
    for kind in told:
        machinery.tell(of(kind, ada.id), settle=False, times=2)
    machinery.settle()
    entries = {e.data["event"]: e for e in story(empty_office, ada) if "event" in e.data}
    assert {*entries} == {kind.DESCRIPTOR.name for kind in told}
    for kind in told:
        entry = entries[kind.DESCRIPTOR.name]
        assert entry.source == kind.DESCRIPTOR.full_name.split(".")[1]
        assert entry.title
        assert entry.data[f"{LINES[kind].about}_id"] == SOME_ID
        assert timeline_pb2.TimelineEntry.Kind.Name(entry.kind) == LINES[kind].kind


def test_the_story_of_a_customer_reads_in_order(
    empty_office: Desk, machinery: Machinery, admin: Person
) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    deal = {"title": "Looms", "amount": {"currency": "EUR", "amount": "12.50"}}
    machinery.tell(of(deals.DealCreated, ada.id, **deal))
    machinery.after(timedelta(minutes=1))
    machinery.tell(
        deals.DealMoved(
            deal={"id": SOME_ID, "contact_id": ada.id, **deal},
            from_stage="Qualified",
            to_stage="Proposal",
        )
    )
    machinery.after(timedelta(minutes=1))
    machinery.tell(of(deals.DealWon, ada.id, **deal))
    machinery.after(timedelta(minutes=1))
    machinery.tell(of(deals.ContractRenewalNeared, ada.id, title="Plan", end_date="2026-12-01"))
    machinery.after(timedelta(minutes=1))
    machinery.tell(of(tickets.ComplaintOpened, ada.id, subject="It is slow", number=7))
    machinery.tell(of(notify.MessageHeld, ada.id, subject="Buy", state_reason="OPEN_COMPLAINT"))
    entries = story(empty_office, ada)
    assert [(e.source, e.title) for e in entries] == [
        ("deals", "Deal: Looms"),
        ("leads", "Became opportunity"),
        ("deals", "Deal Looms: Qualified to Proposal"),
        ("deals", "Won: Looms"),
        ("leads", "Became customer"),
        ("deals", "Ends on 1 December 2026: Plan"),
        ("tickets", "Complains: It is slow"),
        ("notify", "Held back: Buy"),
    ]
    assert entries[0].data["amount"] == "12.50 EUR"
    assert entries[-1].body == "OPEN_COMPLAINT"


def test_a_ticket_that_finds_its_contact_later_is_on_the_timeline_too(
    empty_office: Desk, machinery: Machinery
) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    ticket = {"id": SOME_ID, "contact_id": ada.id, "subject": "Help", "number": 3}
    machinery.tell(
        tickets.TicketUpdated(ticket=ticket, changes={"priority": {"old": "LOW", "new": "HIGH"}})
    )
    machinery.tell(
        tickets.TicketUpdated(ticket=ticket, changes={"contact_id": {"old": "", "new": ada.id}})
    )
    assert [entry.title for entry in story(empty_office, ada)] == ["Ticket 3: Help"]


@pytest.mark.parametrize("contact_id", ["", NEVER])
def test_a_fact_about_nobody_we_know_is_on_nobodys_timeline(
    machinery: Machinery, contact_id: str
) -> None:
    machinery.tell(of(deals.DealCreated, contact_id))


def test_a_contact_others_tell_of_was_active(empty_office: Desk, machinery: Machinery) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    machinery.after(timedelta(days=3))
    machinery.tell(of(tickets.MessageReceived, ada.id))
    found = empty_office.contacts.GetContact(contacts_pb2.GetContactRequest(id=ada.id))
    assert found.last_activity_time.seconds - found.create_time.seconds >= 3 * 86_400


def test_who_unsubscribes_has_taken_consent_back(empty_office: Desk, machinery: Machinery) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    for told in ({"contact_id": ada.id}, {"email": ada.email.upper()}):
        machinery.tell(notify.ContactUnsubscribed(**told))
    request = contacts_pb2.ListConsentsRequest(contact_id=ada.id)
    (act,) = empty_office.contacts.ListConsents(request).consents
    assert (act.state, act.source) == (contacts_pb2.Contact.WITHDRAWN, "notify")
