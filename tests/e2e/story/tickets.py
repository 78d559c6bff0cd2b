"""The chapters of support: an angry mail, a letter held back, praise, and an unhappy answer."""

from uuid import uuid4

from tests.e2e.story.firm import TIMED_WITHIN, Firm, Record, field, listed, once
from tests.harness.http import made


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
    answer_survey(firm, ticket, email, 5, "Quick.")


def she_is_delighted_again(firm: Firm, contact: Record, email: str) -> None:
    """Five points twice in a row: somebody who may recommend us."""
    once(lambda: "SURVEY" in firm.kinds(contact), "the first answer is on her timeline")
    ticket = another_question(firm, contact, email, "May drivers swap shifts?")
    answer_survey(firm, ticket, email, 5, "As always.")
    path = f"/v1/contacts/{contact['id']}"
    what = "she is a candidate for an advocate"
    once(lambda: field(firm.marketer, path, "lifecycle_stage", "ADVOCATE"), what)


def an_unhappy_answer_reaches_the_manager(firm: Firm, contact: Record, email: str) -> None:
    """The other branch: one point for another ticket, and the manager is told at once."""
    ticket = another_question(firm, contact, email, "Where is the night shift?")
    answer_survey(firm, ticket, email, 1, "No answer.")
    told = firm.notified(firm.manager, "survey_answered_badly")
    assert told["subject_id"] == ticket["id"]


def another_question(firm: Firm, contact: Record, email: str, subject: str) -> Record:
    """A mail that becomes a ticket of hers, and is solved."""
    firm.write_in(email, subject, "I cannot find it.")
    opened = once(lambda: listed(firm.agent, "tickets", f'subject = "{subject}"'), "it is a ticket")
    ticket: Record = opened[0]
    path = f"/v1/tickets/{ticket['id']}"
    once(lambda: field(firm.agent, path, "contact_id", contact["id"]), "the ticket is linked")
    made(firm.agent.post(f"{path}:take"))
    made(firm.agent.post(f"{path}:solve"))
    return ticket


def answer_survey(firm: Firm, ticket: Record, email: str, score: int, comment: str) -> None:
    """By the link in the mail, without any login."""
    token = survey_token(firm, email, ticket["number"])
    answer = {"score": score, "comment": comment}
    made(firm.visitor.post(f"/v1/surveys/{token}:answer", answer))
    path = f"/v1/tickets/{ticket['id']}"
    once(lambda: field(firm.agent, path, "survey_score", score), "the answer is on the ticket")


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
