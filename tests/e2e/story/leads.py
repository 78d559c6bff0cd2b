"""The chapters of marketing: a visitor becomes a lead, somebody gets it, nobody follows up."""

from uuid import uuid4

from tests.e2e.story.firm import TIMED_WITHIN, Firm, Record, field, listed, once
from tests.harness.http import Session, made, problem

PRICING = "https://www.trellis.example/pricing"
QUESTIONS = [
    {"key": "email", "label": "E-mail", "maps_to": "email", "type": "EMAIL", "required": True},
    {"key": "last_name", "label": "Name", "maps_to": "last_name"},
    {"key": "country", "label": "Country", "maps_to": "country"},
]
#: Programs are not counted as visitors.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CONSENT = {"text": "You may write to me.", "text_version": "2026-11"}


def a_visitor_becomes_a_hot_lead(firm: Firm, email: str) -> Record:
    """Reads the pricing page twice and asks for the guide: one contact, stitched and scored."""
    rule = {"name": "Germany", "filter": "country = DE", "strategy": "ROUND_ROBIN"}
    members = [rep.user_id for rep in firm.reps]
    made(firm.admin.post("/v1/assignment_rules", rule | {"member_ids": members}))
    form = {"name": "Get the guide", "fields": QUESTIONS, "consent": CONSENT}
    form_id = made(firm.marketer.post("/v1/forms", form))["id"]
    visitor_id = str(uuid4())
    for number in range(2):
        view = {"kind": "PAGE_VIEW", "event_id": str(number), "url": PRICING, "title": "Prices"}
        seen = {"visitor_id": visitor_id, "events": [view]}
        made(firm.visitor.post("/v1/tracked_events", seen, user_agent=BROWSER))
    firm.listen()
    answers = {"email": email, "last_name": "Lindqvist", "country": "DE"}
    sent = {"values": answers, "consent": True, "visitor_id": visitor_id}
    made(firm.visitor.post(f"/v1/forms/{form_id}:submit", sent))

    def given() -> Record | None:
        found = listed(firm.marketer, "contacts", f'email = "{email}"')
        assert len(found) == 1
        return found[0] if found[0]["owner_id"] in members else None

    contact: Record = once(given, "a rep has the contact")
    assert (contact["rating"], contact["lifecycle_stage"]) == ("HOT", "SALES_READY")
    assert contact["marketing_consent"] == "GRANTED"
    assert firm.kinds(contact).count("PAGE_VIEW") == 2, "what the visitor did is the contact's"
    score = made(firm.marketer.get(f"/v1/contacts/{contact['id']}/score"))
    reasons = {entry["rule_name"] for entry in score["entries"]}
    assert {"Looked at prices twice within a week", "Sent a form"} <= reasons
    assert sum(entry["counted"] for entry in score["entries"]) == score["score"]
    assert firm.mail(email)["headers"]
    return contact


def the_first_rep_is_told(firm: Firm, contact: Record) -> Session:
    """In the application, live and by mail."""
    rep = firm.rep(contact["owner_id"])
    told = firm.notified(rep, "contact_assigned")
    assert told["subject_id"] == contact["id"]
    firm.pushed(rep, "notify.v1.NotificationCreated")
    firm.mail(str(rep.document["user"]["email"]))
    return rep


def nobody_follows_up(firm: Firm, contact: Record, first: Session) -> Session:
    """Warned after two days; the lead goes to the next rep after three."""
    firm.advance(days=2, seconds=60)
    firm.notified(first, "follow_up_warned", within=TIMED_WITHIN)
    firm.advance(days=1)
    other = next(rep for rep in firm.reps if rep is not first)
    path = f"/v1/contacts/{contact['id']}"
    what = "the next rep has it"
    once(lambda: field(firm.admin, path, "owner_id", other.user_id), what, within=TIMED_WITHIN)
    problem(first.get(path), 404)
    firm.notified(first, "follow_up_missed")
    firm.notified(other, "contact_assigned")
    return other
