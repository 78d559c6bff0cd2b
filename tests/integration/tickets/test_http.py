"""Tickets through the gateway: the survey page without script, and mail brought over HTTP."""

from base64 import b64encode

import pytest
from crm.tickets.v1 import tickets_pb2 as pb
from flask import Flask

from chassis.database import Database
from chassis.identity import ANONYMOUS
from gateway.app import create_app
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import load
from gateway.parts import Parts
from gateway.public.calls import PublicParts
from gateway.public.routes import blueprint
from protos.generate import GEN
from tests.harness.forging import forged
from tests.harness.people import Person
from tests.harness.services import Running
from tests.integration.leads.browsing import ORIGIN, Visitor
from tests.integration.tickets.nps_desk import NpsDesk, nps_desk
from tests.integration.tickets.told import Tickets, create, fact, read

__all__ = ["nps_desk"]


def app_before(running: Running, person: Person | None = None) -> Flask:
    """A gateway in front of this tickets server; every caller who signs in is `person`."""
    catalogue = load(GEN / "crm.binpb")
    methods = [method for method in catalogue.methods if method.backend == "tickets"]
    backends = {"tickets": ChannelBackend(running.address, methods)}
    public = PublicParts(catalogue, backends, lambda *_: {}, ORIGIN)
    parts = Parts(
        catalogue=catalogue,
        backends=backends,
        authenticate=lambda _: person.identity if person else ANONYMOUS,
        authorize=lambda *_: None,
        sign=lambda identity: person.signer.sign(identity) if person else "",
        blueprints=[blueprint(public)],
    )
    return create_app(parts)


@pytest.fixture
def browser(tickets_server: Running) -> Visitor:
    return Visitor(app_before(tickets_server).test_client())


@pytest.fixture
def solved(tickets: Tickets, agent: Person) -> pb.Ticket:
    ticket = create(tickets, agent, subject="A & <b>")
    request = pb.SolveTicketRequest(id=ticket.id)
    return tickets.SolveTicket(request, metadata=agent.metadata())


@pytest.fixture
def path(solved: pb.Ticket, tickets_database: Database) -> str:
    """The path of the link that the customer is sent."""
    return str(fact(tickets_database, "SurveySent")["url"])


def test_a_customer_answers_on_a_page_without_script(
    browser: Visitor, path: str, solved: pb.Ticket, tickets: Tickets, agent: Person
) -> None:
    shown, page = browser.open(path)
    sent, _ = browser.fill(path, page, score="5", comment="Quick & <kind>.")
    done, thanks = browser.open(sent.headers["Location"])
    _, again = browser.open(path)

    assert (shown.status_code, sent.status_code, done.status_code) == (200, 303, 200)
    assert f"#{solved.number}: A & <b>" in page.text
    assert "Thank you" in thanks.text
    assert "The same link lets you change it." in thanks.text
    assert read(tickets, agent, solved.id).survey_score == 5
    assert dict(again.fields) == {"score": "5", "comment": "Quick & <kind>."}


def test_an_answer_without_a_score_is_asked_again_and_loses_nothing(
    browser: Visitor, path: str
) -> None:
    _, page = browser.open(path)
    answer, again = browser.fill(path, page, comment="Hm.")

    assert answer.status_code == 400
    assert dict(again.fields) == {"comment": "Hm."}
    assert again.find("div", role="alert")


def test_a_link_that_is_not_ours_is_explained(browser: Visitor, path: str) -> None:
    shown, page = browser.open(forged(path), **{"Accept-Language": "de"})
    assert shown.status_code == 404
    assert page.find("html", lang="de")


def test_mail_is_brought_as_text_or_as_bytes_and_is_the_same(
    tickets_server: Running, admin: Person
) -> None:
    client = app_before(tickets_server, admin).test_client()
    mail = "From: ann@example.com\nSubject: Grüße\n\nThe export is empty."
    first = client.post("/v1/inbound_mail:receive", json={"text": mail})
    raw = b64encode(mail.encode()).decode()
    second = client.post("/v1/inbound_mail:receive", json={"raw": raw})

    assert (first.status_code, second.status_code) == (200, 200)
    assert (first.json["outcome"], second.json["again"]) == ("OPENED", True)
    assert first.json["ticket_id"] == second.json["ticket_id"]


def test_a_customer_says_on_a_page_without_script_whether_they_would_recommend_us(
    browser: Visitor, nps_desk: NpsDesk
) -> None:
    survey = nps_desk.ask(nps_desk.contact())
    path = f"/public/surveys/{nps_desk.token(survey.id)}"
    shown, page = browser.open(path)
    assert shown.status_code == 200
    assert dict(page.fields) == {"comment": ""}, "nothing is chosen beforehand, not even 0"

    missed, again = browser.fill(path, page, comment="Hm.")
    assert (missed.status_code, dict(again.fields)) == (400, {"comment": "Hm."})
    sent, _ = browser.fill(path, again, score="0", comment="Slow.")
    _, answered = browser.open(path)
    done, _ = browser.open(sent.headers["Location"])

    assert (sent.status_code, done.status_code) == (303, 200)
    assert dict(answered.fields) == {"score": "0", "comment": "Slow."}
    assert [each.score for each in nps_desk.listed()] == [0]
