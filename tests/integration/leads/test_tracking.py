"""What a visitor did before we knew them becomes their history, once; what programs do does not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2, scoring_pb2, timeline_pb2, tracking_pb2_grpc
from crm.leads.v1 import tracking_pb2 as pb

from services.leads.tracking.actions import PER_MINUTE
from tests.factories import create_contact
from tests.harness.people import AsPerson, Metadata
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.browsing import visitor as browser
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.site import Site

Entry = timeline_pb2.TimelineEntry
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
VISITOR: Metadata = (("client-ip", "203.0.113.77"), ("client-user-agent", FIREFOX))
PRICES = "https://www.example.com/pricing?utm_source=fair"


def view(url: str = PRICES, **fields: Any) -> dict[str, Any]:
    return {"kind": "PAGE_VIEW", "url": url, "title": "Prices", **fields}


@pytest.fixture
def tracker(leads_server: Running) -> Any:
    """Sends events of a visitor: tracker(visitor_id, view(), view())."""
    stub = leads_server.stub(tracking_pb2_grpc.TrackingServiceStub)

    def send(visitor_id: str, *events: dict[str, Any], agent: str = FIREFOX, **more: Any) -> None:
        metadata = (*VISITOR[:1], ("client-user-agent", agent))
        request = pb.TrackEventsRequest(visitor_id=visitor_id, events=events, **more)
        stub.TrackEvents(request, metadata=metadata)

    return send


def sent(site: Site, visitor_id: str, email: str = "ada@example.com") -> contacts_pb2.Contact:
    """A form sent by the visitor's browser, and who it is."""
    form = site.form(name="Guide to fair rotas")
    site.send(form, name="Ada Lovelace", email=email, more={"visitor_id": visitor_id})
    (person,) = site.people(f'email = "{email}"')
    return person


def kinds(site: Site, contact: contacts_pb2.Contact) -> list[str]:
    """Oldest first."""
    return [Entry.Kind.Name(entry.kind) for entry in reversed(site.story(contact))]


def test_the_story_begins_before_the_form(
    site: Site, tracker: Any, machinery: Machinery, empty_office: Desk
) -> None:
    visitor = str(uuid4())
    tracker(visitor, view(age_seconds=7200), view(age_seconds=60))
    ada = sent(site, visitor)
    machinery.settle()
    story = kinds(site, ada)
    assert story[:2] == ["PAGE_VIEW", "PAGE_VIEW"]
    assert sorted(story[2:]) == ["CREATED", "FORM", "IDENTIFIED", "LIFECYCLE", "RATING"]
    assert ada.first_touch.source == "fair"
    assert ada.first_touch.landing_page == "https://www.example.com/pricing"
    score = empty_office.scoring.GetScore(scoring_pb2.GetScoreRequest(id=ada.id))
    found = {entry.rule_name for entry in score.entries}
    assert {"Looked at prices twice within a week", "Took a document that buyers take"} <= found
    assert score.rating == contacts_pb2.Contact.HOT
    assert sum(entry.counted for entry in score.entries) == score.score
    (now,) = site.people()
    assert (now.rating, now.lifecycle_stage) == (
        contacts_pb2.Contact.HOT,
        contacts_pb2.Contact.SALES_READY,
    )
    told = [name for name, _ in empty_office.facts(f"contacts/{ada.id}")]
    assert told.count("ContactIdentified") == told.count("LifecycleChanged") == 1


def test_what_a_known_visitor_does_is_on_the_timeline_at_once(
    site: Site, tracker: Any, empty_office: Desk
) -> None:
    visitor = str(uuid4())
    ada = sent(site, visitor)
    download = {"kind": "PRODUCT_EVENT", "name": "download", "properties": {"document": "a.pdf"}}
    tracker(visitor, view(), download)
    assert kinds(site, ada)[-2:] == ["PAGE_VIEW", "PRODUCT_EVENT"]
    facts = dict(empty_office.facts(f"contacts/{ada.id}"))
    assert (facts["PageViewed"]["path"], facts["PageViewed"]["visitor_id"]) == ("/pricing", visitor)
    assert facts["ProductEventTracked"]["properties"] == {"document": "a.pdf"}


def test_an_event_that_comes_twice_counts_once(
    site: Site, tracker: Any, empty_office: Desk
) -> None:
    visitor = str(uuid4())
    for _ in range(2):
        tracker(visitor, view(event_id="1"), view(event_id="1"))
    ada = sent(site, visitor)
    tracker(visitor, view(event_id="1"))
    for _ in range(2):
        tracker(visitor, view(event_id="2"))
    assert kinds(site, ada).count("PAGE_VIEW") == 2
    told = [name for name, _ in empty_office.facts(f"contacts/{ada.id}")]
    assert told.count("PageViewed") == 1


def test_programs_make_no_history(site: Site, tracker: Any) -> None:
    visitor = str(uuid4())
    tracker(visitor, view(), agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    tracker(visitor, view(), automated=True)
    tracker(visitor, view())
    ada = sent(site, visitor)
    tracker(visitor, view(), agent="curl/8.1")
    assert kinds(site, ada).count("PAGE_VIEW") == 1


def test_a_second_person_at_the_same_browser_does_not_get_the_first_ones_history(
    site: Site, tracker: Any
) -> None:
    visitor = str(uuid4())
    tracker(visitor, view())
    ada = sent(site, visitor)
    tracker(visitor, view())
    bob = sent(site, visitor, email="bob@example.com")
    tracker(visitor, view())
    assert kinds(site, ada).count("PAGE_VIEW") == 2
    assert kinds(site, bob).count("PAGE_VIEW") == 1


def test_a_wrong_visitor_id_does_not_stop_a_form(site: Site) -> None:
    assert sent(site, "nonsense").first_name == "Ada"


def test_a_visitor_who_never_stops_is_stopped(tracker: Any) -> None:
    visitor = str(uuid4())
    for _ in range(PER_MINUTE // 50):
        tracker(visitor, *[view()] * 50)
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_EVENTS"):
        tracker(visitor, view())
    tracker(str(uuid4()), view())


def test_what_is_wrong_is_named(tracker: Any) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        tracker(str(uuid4()), view(), view(url="nonsense"), {"kind": "PRODUCT_EVENT"})
    assert list(refusal.violations) == ["events[1].url"]
    with refused("INVALID_ARGUMENT"):
        tracker("me", view())


def test_unknown_visitors_are_forgotten_after_ninety_days(
    site: Site, tracker: Any, machinery: Machinery
) -> None:
    old, young = str(uuid4()), str(uuid4())
    tracker(old, view())
    machinery.after(timedelta(days=60))
    tracker(young, view())
    machinery.after(timedelta(days=31))
    assert kinds(site, sent(site, young)).count("PAGE_VIEW") == 1
    assert kinds(site, sent(site, old, email="bob@example.com")).count("PAGE_VIEW") == 0


def test_our_own_server_tells_what_a_person_did(
    empty_office: Desk, machinery: Machinery, as_person: AsPerson
) -> None:
    ada = empty_office.contacts.CreateContact(create_contact())
    request = pb.RecordProductEventRequest(contact_id=ada.id, name="login", properties={"seats": 3})
    entry = empty_office.tracking.RecordProductEvent(request)
    assert (entry.title, entry.kind, entry.data["seats"]) == ("Logged in", Entry.PRODUCT_EVENT, 3)
    machinery.settle()
    found = empty_office.contacts.GetContact(contacts_pb2.GetContactRequest(id=ada.id))
    assert found.score == 3
    rep = Desk(empty_office.running, as_person({"contacts.*": "own"}))
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        rep.tracking.RecordProductEvent(request)


def test_any_site_may_load_the_script_and_report(leads_server: Running) -> None:
    client = browser(leads_server).client
    script = client.get("/public/track.js")
    assert script.mimetype == "text/javascript"
    assert "trellis_visitor" in script.text
    again = client.get("/public/track.js", headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304
    report = (
        f'{{"visitor_id": "{uuid4()}", "events": [{{"kind": "PAGE_VIEW", "url": "{PRICES}"}}]}}'
    )
    elsewhere = {"Origin": "https://www.example.com"}
    for kind in ("text/plain", "application/json"):
        answer = client.post("/public/track", data=report, content_type=kind, headers=elsewhere)
        assert (answer.status_code, answer.data) == (204, b"")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
    asked = {**elsewhere, "Access-Control-Request-Method": "POST"}
    preflight = client.options("/public/track", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert "Access-Control-Allow-Origin" not in client.get("/public/forms/x").headers


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "text/plain", 400),
        (b"[]", "text/plain", 400),
        (b'{"visitor_id": "x", "events": []}', "application/json", 400),
        (b'{"nonsense": 1}', "application/json", 400),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b" " * 70_000, "text/plain", 413),
    ],
)
def test_a_report_nobody_understands_is_refused(
    leads_server: Running, body: bytes, kind: str, status: int
) -> None:
    answer = browser(leads_server).client.post("/public/track", data=body, content_type=kind)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
