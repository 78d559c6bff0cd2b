"""The timeline of a contact: what everybody did, in order, with its source."""

from datetime import UTC, datetime, timedelta

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import timeline_pb2 as pb
from google.protobuf.json_format import MessageToDict

from tests.factories import create_contact
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import change, get, history


def kinds(entries: list[pb.TimelineEntry]) -> list[str]:
    """What happened, newest first."""
    return [pb.TimelineEntry.Kind.Name(entry.kind) for entry in entries]


def call(contact_id: str, **fields: object) -> pb.LogCallRequest:
    return pb.LogCallRequest(contact_id=contact_id, **{"outcome": "REACHED", **fields})


def test_everything_that_happens_stands_on_the_timeline(office: Desk, admin: Person) -> None:
    made = office.contacts.CreateContact(create_contact(city="Rome"))
    office.contacts.UpdateContact(change(made.id, city="Bern", job_title="Countess"))
    office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body=" Likes\nmail. "))
    office.timeline.LogCall(call(made.id, duration_seconds=240, summary="Wants a quote."))
    entries = office.timeline.ListTimeline(history(made.id)).entries
    assert kinds(entries) == ["CALL", "NOTE", "CHANGED", "CREATED"]
    assert {entry.actor_id for entry in entries} == {str(admin.id)}
    assert {entry.actor_name for entry in entries} == {"Admin"}
    assert {entry.source for entry in entries} == {"person"}
    assert entries[1].body == "Likes\nmail."
    assert entries[2].title == "Changed job title and city"
    assert MessageToDict(entries[2].data)["changes"]["city"] == {"old": "Rome", "new": "Bern"}
    assert MessageToDict(entries[0].data) == {
        "outcome": "REACHED",
        "duration_seconds": 240,
        "inbound": False,
    }


def test_notes_and_calls_are_told_and_leave_the_etag_alone(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    note = office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body="Hello."))
    office.timeline.LogCall(call(made.id))
    told = office.facts(f"contacts/{made.id}")
    assert [name for name, _ in told] == ["ContactCreated", "NoteAdded", "CallLogged"]
    assert told[1][1]["entry"]["id"] == note.id
    now = office.contacts.GetContact(get(made.id))
    assert now.etag == made.etag
    assert now.last_activity_time.ToDatetime() > made.last_activity_time.ToDatetime()


def test_a_call_is_logged_when_it_took_place(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    yesterday = datetime.now(UTC) - timedelta(days=1)
    entry = office.timeline.LogCall(call(made.id, occur_time=yesterday))
    assert entry.occur_time.ToDatetime(tzinfo=UTC) == yesterday
    assert kinds(office.timeline.ListTimeline(history(made.id)).entries) == ["CREATED", "CALL"]
    now = office.contacts.GetContact(get(made.id))
    assert now.last_activity_time == made.last_activity_time


def test_a_call_of_tomorrow_is_refused(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    with refused("INVALID_ARGUMENT") as refusal:
        office.timeline.LogCall(call(made.id, occur_time=datetime.now(UTC) + timedelta(days=1)))
    assert list(refusal.violations) == ["occur_time"]


def test_a_call_needs_an_outcome_and_a_note_its_words(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    with refused("INVALID_ARGUMENT") as refusal:
        office.timeline.LogCall(pb.LogCallRequest(contact_id=made.id))
    assert list(refusal.violations) == ["outcome"]
    with refused("INVALID_ARGUMENT") as refusal:
        office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body="  "))
    assert list(refusal.violations) == ["body"]


def test_pages_show_every_entry_once(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    for number in range(5):
        office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body=f"{number}"))
    bodies: list[str] = []
    token = ""
    while True:
        page = office.timeline.ListTimeline(history(made.id, page_size=2, page_token=token))
        bodies += [entry.body for entry in page.entries]
        if not (token := page.next_page_token):
            break
    assert bodies == ["4", "3", "2", "1", "0", ""]


def test_a_timeline_is_filtered(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body="x"))
    notes = office.timeline.ListTimeline(history(made.id, filter="kind = NOTE AND actor_id = me"))
    assert kinds(notes.entries) == ["NOTE"]


def test_nobody_writes_on_the_timeline_of_a_contact_out_of_scope(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    made = office.contacts.CreateContact(create_contact())
    rep = as_person({"contacts.*": "own"})
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        desk(rep).timeline.CreateNote(pb.CreateNoteRequest(contact_id=made.id, body="x"))
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        desk(rep).timeline.LogCall(call(made.id))


def test_a_token_of_one_timeline_is_no_token_of_another(office: Desk) -> None:
    ada, bob = (office.contacts.CreateContact(create_contact()) for _ in range(2))
    office.timeline.CreateNote(pb.CreateNoteRequest(contact_id=ada.id, body="x"))
    token = office.timeline.ListTimeline(history(ada.id, page_size=1)).next_page_token
    with refused("INVALID_ARGUMENT", "INVALID_PAGE_TOKEN"):
        office.timeline.ListTimeline(history(bob.id, page_size=1, page_token=token))


def test_a_deleted_contact_keeps_its_timeline_for_when_it_comes_back(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    office.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=made.id))
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        office.timeline.ListTimeline(history(made.id))
