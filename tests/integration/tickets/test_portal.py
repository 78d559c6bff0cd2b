"""The page on which anybody writes to support, and the RPC behind it."""

import pytest
from crm.tickets.v1.tickets_pb2 import Ticket

from services.tickets.portal.model import FROM_ONE
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.browsing import Visitor
from tests.integration.tickets.test_http import app_before
from tests.integration.tickets.told import WRITTEN, Messages, Portal, Tickets, listed, said, submit

PATH = "/public/tickets"


@pytest.fixture
def browser(tickets_server: Running) -> Visitor:
    return Visitor(app_before(tickets_server).test_client())


def test_what_a_visitor_writes_is_a_ticket_with_its_first_message(
    portal: Portal, tickets: Tickets, messages: Messages, agent: Person
) -> None:
    number = submit(portal, text="This is unacceptable.")
    (ticket,) = listed(tickets, agent)
    assert (ticket.number, ticket.subject, ticket.channel) == (number, "Export", Ticket.FORM)
    assert (ticket.contact_name, ticket.contact_email) == ("Ann Lee", "ann@example.com")
    assert ticket.type == Ticket.COMPLAINT
    assert said(messages, agent, ticket.id) == ["This is unacceptable."]


def test_a_robot_is_thanked_and_heard_no_more(
    portal: Portal, tickets: Tickets, agent: Person
) -> None:
    assert submit(portal, website="https://spam.example") == 0
    assert listed(tickets, agent) == []


def test_too_much_from_one_network_has_to_wait(portal: Portal) -> None:
    for _ in range(FROM_ONE):
        submit(portal)
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_SUBMISSIONS") as refusal:
        submit(portal)
    assert 0 < refusal.retry_after <= 600


def test_an_address_that_can_have_no_mail_is_refused(
    portal: Portal, tickets: Tickets, agent: Person
) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        submit(portal, email="a@b")
    assert [*refusal.violations] == ["email"]
    assert listed(tickets, agent) == []


def test_a_visitor_without_script_fills_in_the_page_and_is_told_a_number(
    browser: Visitor, tickets: Tickets, agent: Person
) -> None:
    shown, page = browser.open(PATH)
    sent, _ = browser.fill(PATH, page, **WRITTEN)
    _, thanks = browser.open(sent.headers["Location"])
    (ticket,) = listed(tickets, agent)

    assert (shown.status_code, sent.status_code) == (200, 303)
    assert f"#{ticket.number}" in thanks.text


def test_wrong_answers_are_shown_where_they_are_and_nothing_is_lost(
    browser: Visitor, tickets: Tickets, agent: Person
) -> None:
    _, page = browser.open(PATH, **{"Accept-Language": "de"})
    answer, again = browser.fill(PATH, page, **{**WRITTEN, "email": "ann", "subject": ""})

    assert answer.status_code == 400
    assert again.find("div", role="alert")
    fields = dict(again.fields)
    assert (fields["name"], fields["email"], fields["text"]) == ("Ann Lee", "ann", "It is empty.")
    assert listed(tickets, agent) == []
