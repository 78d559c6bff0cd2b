"""A visitor becomes a lead, a customer and an advocate, and time keeps its promises."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.story.firm import (
    TIMED_WITHIN,
    Firm,
    Record,
    field,
    listed,
    once,
    titles,
)
from tests.harness.http import Session, made, problem
from tests.harness.suite import running_suite

PRICING = "https://www.trellis.example/pricing"
QUESTIONS = [
    {"key": "email", "label": "E-mail", "maps_to": "email", "type": "EMAIL", "required": True},
    {"key": "last_name", "label": "Name", "maps_to": "last_name"},
    {"key": "country", "label": "Country", "maps_to": "country"},
]
#: Programs are not counted as visitors.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CONSENT = {"text": "You may write to me.", "text_version": "2026-11"}


@pytest.fixture
def firm() -> Iterator[Firm]:
    """A suite whose clock this story moves."""
    with running_suite() as suite:
        firm = Firm(suite)
        yield firm
        firm.close()


def test_one_customer_from_the_first_page_to_the_renewal(firm: Firm) -> None:
    email = f"mara.{uuid4().hex[:8]}@nordlicht.example"
    contact = a_visitor_becomes_a_hot_lead(firm, email)
    first = the_first_rep_is_told(firm, contact)
    second = nobody_follows_up(firm, contact, first)
    she_calls_and_forgets_the_summary(firm, contact, second)
    deal = she_converts_and_wins(firm, contact, second)
    the_customer_is_welcomed(firm, contact, second, deal)
    ticket = an_angry_mail_becomes_a_complaint(firm, contact, email)
    a_campaign_holds_this_one_person_back(firm, contact, email)
    it_is_solved_and_praised(firm, ticket, email)
    an_unhappy_answer_reaches_the_manager(firm, email)
    the_contract_nears_its_end(firm, deal, second)
    the_timeline_tells_all_of_it(firm, contact)
    every_fact_was_told_once(firm)


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
    score = made(firm.marketer.get(f"/v1/contacts/{contact['id']}/score"))
    reasons = {entry["rule_name"] for entry in score["entries"]}
    assert {"Looked at prices twice within a week", "Sent a form"} <= reasons
    assert sum(entry["counted"] for entry in score["entries"]) == score["score"]
    assert firm.mail(email)["headers"]
    return contact


def the_first_rep_is_told(firm: Firm, contact: Record) -> Session:
    """In the application and by mail."""
    rep = firm.rep(contact["owner_id"])
    told = firm.notified(rep, "contact_assigned")
    assert told["subject_id"] == contact["id"]
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


def she_calls_and_forgets_the_summary(firm: Firm, contact: Record, rep: Session) -> None:
    """A day later she is reminded, and hands it in."""
    call = {"kind": "CALL", "subject": "First call", "contact_id": contact["id"]}
    done = {"done_time": now(firm), "duration_seconds": 600}
    activity = made(rep.post("/v1/activities", call | done))
    firm.advance(days=1, seconds=60)
    firm.notified(rep, "summary_missed", within=TIMED_WITHIN)
    change = {"summary": "Sixty drivers, wants the rota on their phones."}
    made(rep.patch(f"/v1/activities/{activity['id']}", change))


def she_converts_and_wins(firm: Firm, contact: Record, rep: Session) -> Record:
    """The move to Proposal Sent is refused as long as the amount is missing."""
    converted = made(
        rep.post(f"/v1/contacts/{contact['id']}:convert", {"title": "Rota for 60 drivers"})
    )
    deal_id = converted["deal_id"]
    stages = {s["name"]: s["id"] for s in made(rep.get("/v1/pipelines"))["pipelines"][0]["stages"]}
    move = {"stage_id": stages["Proposal Sent"]}
    refused = problem(rep.post(f"/v1/deals/{deal_id}:move", move), 400, "STAGE_REQUIREMENTS")
    assert "amount" in refused["detail"]
    amount = {"amount": {"currency": "EUR", "amount": "18000.00"}}
    made(rep.patch(f"/v1/deals/{deal_id}", amount))
    made(rep.post(f"/v1/deals/{deal_id}:move", move))
    won = {"reason": "FIT", "note": "The phones decided it.", "contract": {"months": 12}}
    return made(rep.post(f"/v1/deals/{deal_id}:win", won))


def the_customer_is_welcomed(firm: Firm, contact: Record, rep: Session, deal: Record) -> None:
    """Customer, onboarding mail, welcome task, contract."""
    path = f"/v1/contacts/{contact['id']}"
    once(lambda: field(rep, path, "lifecycle_stage", "CUSTOMER"), "the contact is a customer")
    firm.mail(contact["email"], "welcome")
    mine = f'deal_id = "{deal["id"]}"'

    def welcome() -> list[Record]:
        return listed(rep, "activities", f"{mine} AND kind = TASK")

    once(welcome, "there is a welcome task")
    (contract,) = listed(rep, "contracts", mine)
    assert contract["state"] == "ACTIVE"


def an_angry_mail_becomes_a_complaint(firm: Firm, contact: Record, email: str) -> Record:
    """With clocks in business hours, which explain themselves."""
    words = "This is unacceptable. I am very angry: nothing works, I want to complain!"
    firm.write_in(email, "Complaint: the rota is empty", words)

    def opened() -> Record | None:
        found = listed(firm.agent, "tickets", f'contact_email = "{email}"')
        return found[0] if found else None

    ticket: Record = once(opened, "the mail is a ticket")
    assert ticket["type"] == "COMPLAINT"
    clocks = made(firm.agent.get(f"/v1/tickets/{ticket['id']}/sla"))
    assert clocks["clocks"], clocks
    linked = f"/v1/tickets/{ticket['id']}"
    once(lambda: field(firm.agent, linked, "contact_id", contact["id"]), "the ticket is linked")
    firm.notified(firm.manager, "complaint_opened")
    return ticket


def a_campaign_holds_this_one_person_back(firm: Firm, contact: Record, email: str) -> None:
    """The others of the segment hear of us; she does not, and everybody can see why."""
    other = f"karl.{uuid4().hex[:8]}@nordlicht.example"
    friend = made(firm.marketer.post("/v1/contacts", {"email": other, "country": "DE"}))
    consent = {"state": "GRANTED", "text": "Yes, please."}
    made(firm.marketer.post(f"/v1/contacts/{friend['id']}/consents", consent))
    segment = made(firm.marketer.post("/v1/segments", {"name": "DACH", "filter": "country = DE"}))

    def members() -> bool:
        path = f"/v1/segments/{segment['id']}/members:count"
        return bool(made(firm.marketer.get(path))["count"] >= 2)

    once(members, "both are in the segment")
    template = {
        "key": f"news_{uuid4().hex[:6]}",
        "purpose": "PROMOTIONAL",
        "subject": "News for you",
        "body_text": "Hello {{first_name|there}}. {{unsubscribe_url}}",
    }
    made(firm.marketer.post("/v1/templates", template))
    campaign = {"name": "Autumn", "segment_id": segment["id"], "template_key": template["key"]}
    campaign_id = made(firm.marketer.post("/v1/campaigns", campaign))["id"]
    made(firm.marketer.post(f"/v1/campaigns/{campaign_id}:launch"))

    def held() -> list[Record]:
        wanted = f'contact_id = "{contact["id"]}" AND state = HELD'
        return listed(firm.marketer, "messages", wanted)

    (message,) = once(held, "her message is held back", within=TIMED_WITHIN)
    assert "COMPLAINT" in str(message)
    assert not firm.mails(email, "News for you")


def it_is_solved_and_praised(firm: Firm, ticket: Record, email: str) -> None:
    """The answer comes in the thread, the survey's link by mail."""
    path = f"/v1/tickets/{ticket['id']}"
    made(firm.agent.post(f"{path}:take"))
    made(firm.agent.post(f"{path}/messages", {"text": "It works again. I am sorry."}))
    made(firm.agent.post(f"{path}:solve"))
    firm.mail(email, "Re:")
    token = survey_token(firm, email, ticket["number"])
    made(firm.visitor.post(f"/v1/surveys/{token}:answer", {"score": 5, "comment": "Quick."}))
    once(lambda: field(firm.agent, path, "survey_score", 5), "the answer is on the ticket")


def an_unhappy_answer_reaches_the_manager(firm: Firm, email: str) -> None:
    """The other branch: one point for another ticket, and the manager is told at once."""
    firm.write_in(email, "Where is the night shift?", "I cannot find it.")
    wanted = 'subject = "Where is the night shift?"'

    def opened() -> list[Record]:
        return listed(firm.agent, "tickets", wanted)

    (ticket,) = once(opened, "the second mail is a ticket")
    made(firm.agent.post(f"/v1/tickets/{ticket['id']}:take"))
    made(firm.agent.post(f"/v1/tickets/{ticket['id']}:solve"))
    token = survey_token(firm, email, ticket["number"])
    made(firm.visitor.post(f"/v1/surveys/{token}:answer", {"score": 1, "comment": "No answer."}))
    told = firm.notified(firm.manager, "survey_answered_badly")
    assert told["subject_id"] == ticket["id"]


def survey_token(firm: Firm, email: str, number: str) -> str:
    """The last part of the survey's address in the mail about a ticket."""

    def found() -> str:
        texts = (mail["text"] for mail in firm.mails(email, f"#{number}"))
        links = [
            text.partition("/public/surveys/")[2].split()[0]
            for text in texts
            if "/surveys/" in text
        ]
        return links[0] if links else ""

    return str(once(found, "the survey is mailed", within=TIMED_WITHIN))


def the_contract_nears_its_end(firm: Firm, deal: Record, rep: Session) -> None:
    """Fourteen days before: a reminder and a task."""
    contract = listed(rep, "contracts", f'deal_id = "{deal["id"]}"')[0]
    end = datetime.fromisoformat(contract["end_date"]).replace(tzinfo=UTC)
    today = datetime.fromisoformat(now(firm))
    firm.advance(seconds=int((end - timedelta(days=13, hours=12) - today).total_seconds()))
    firm.notified(rep, "contract_renewal_neared", within=TIMED_WITHIN)

    def renewal() -> list[Record]:
        wanted = f'deal_id = "{deal["id"]}" AND kind = TASK AND source = contract'
        return listed(rep, "activities", wanted)

    once(renewal, "there is a renewal task")


def the_timeline_tells_all_of_it(firm: Firm, contact: Record) -> None:
    """In order, each entry with its source."""
    path = f"/v1/contacts/{contact['id']}/timeline"
    entries = [*firm.admin.pages(path, "entries")]
    times = [entry["occur_time"] for entry in entries]
    assert times == sorted(times, reverse=True)
    assert all(entry["source"] for entry in entries)
    sources = {entry["source"] for entry in entries}
    assert {"deals", "tickets", "notify"} <= sources, titles(entries)


def every_fact_was_told_once(firm: Firm) -> None:
    """No event of the log has a twin."""
    events = [*firm.facts()]
    names = [(event["service"], event["id"]) for event in events]
    assert len(names) == len(set(names))
    assert {"DealWon", "ComplaintOpened", "SurveyAnswered"} <= {
        event["type"].rpartition(".")[2] for event in events
    }


def now(firm: Firm) -> str:
    """The business time."""
    said: Any = made(firm.admin.get("/v1/clock"))["current_time"]
    return str(said)
