"""Double opt-in: a box ticked on a form counts once the link in the mail was followed."""

import re
from datetime import timedelta

import pytest
from crm.leads.v1 import confirmations_pb2 as pb
from crm.leads.v1 import confirmations_pb2_grpc, contacts_pb2
from sqlalchemy import text

from chassis.database import Database
from tests.harness.forging import forged
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.browsing import visitor
from tests.integration.leads.site import CONSENT, Site

Contact = contacts_pb2.Contact
TOLD = text("SELECT data FROM outbox WHERE type = 'crm.leads.v1.FormSubmitted' ORDER BY seq")
ASKING = {**CONSENT, "double_opt_in": True}


def confirmation_urls(database: Database) -> list[str]:
    """What the mails after each submission had to link to."""
    with database.reading() as tx:
        return [str(data["confirmation_url"]) for data in tx.execute(TOLD).scalars()]


@pytest.fixture
def links(leads_server: Running) -> confirmations_pb2_grpc.ConfirmationServiceStub:
    return leads_server.stub(confirmations_pb2_grpc.ConfirmationServiceStub)


@pytest.fixture
def token(site: Site, leads_database: Database) -> str:
    """What the mail's link ends with, after Ada ticked the box."""
    site.send(site.form(consent=ASKING), email="ada@example.com", more={"consent": True})
    return confirmation_urls(leads_database)[0].rpartition("/")[2]


def test_a_ticked_box_counts_once_it_is_confirmed(site, links, token) -> None:
    assert site.people()[0].marketing_consent == Contact.REQUESTED
    shown = links.ShowConfirmation(pb.ShowConfirmationRequest(token=token))
    assert (shown.text, shown.email, shown.granted) == (CONSENT["text"], "ada@example.com", False)
    assert site.people()[0].marketing_consent == Contact.REQUESTED
    for _ in range(2):
        assert links.ConfirmConsent(pb.ConfirmConsentRequest(token=token)).granted
    (ada,) = site.people()
    request = contacts_pb2.ListConsentsRequest(contact_id=ada.id)
    newest, first = site.contacts.ListConsents(request, metadata=site.admin).consents
    assert (newest.state, newest.text_version) == (Contact.GRANTED, CONSENT["text_version"])
    assert (newest.source, first.state) == ("double opt-in", Contact.REQUESTED)


def test_a_withdrawal_is_not_undone_by_an_old_link(site, links, token) -> None:
    consent = {"state": Contact.WITHDRAWN, "text": "By phone."}
    request = contacts_pb2.RecordConsentRequest(contact_id=site.people()[0].id, consent=consent)
    site.contacts.RecordConsent(request, metadata=site.admin)
    assert not links.ConfirmConsent(pb.ConfirmConsentRequest(token=token)).granted
    assert site.people()[0].marketing_consent == Contact.WITHDRAWN


def test_who_agreed_before_need_not_confirm(site, leads_database, token, links) -> None:
    links.ConfirmConsent(pb.ConfirmConsentRequest(token=token))
    site.send(site.form(consent=ASKING), email="ada@example.com", more={"consent": True})
    assert site.people()[0].marketing_consent == Contact.GRANTED
    assert confirmation_urls(leads_database)[-1] == ""


def test_the_form_s_own_message_is_told_of_with_each_submission(site, leads_database) -> None:
    site.send(site.form(confirmation_template_key="guide"), email="ada@example.com")
    with leads_database.reading() as tx:
        (told,) = tx.execute(TOLD).scalars()
    assert told["confirmation_template_key"] == "guide"
    with refused("INVALID_ARGUMENT"):
        site.form(confirmation_template_key="No such key!")


def test_links_that_are_made_up_or_old_confirm_nothing(leads_database, links, token) -> None:
    with refused("NOT_FOUND", "CONSENT_NOT_FOUND"):
        links.ConfirmConsent(pb.ConfirmConsentRequest(token=forged(token)))
    leads_database.clock.advance(timedelta(days=15))
    with refused("NOT_FOUND", "CONSENT_NOT_FOUND"):
        links.ConfirmConsent(pb.ConfirmConsentRequest(token=token))


def test_nobody_can_record_a_request_by_hand(site, token) -> None:
    consent = {"state": Contact.REQUESTED, "text": "x"}
    request = contacts_pb2.RecordConsentRequest(contact_id=site.people()[0].id, consent=consent)
    with refused("INVALID_ARGUMENT"):
        site.contacts.RecordConsent(request, metadata=site.admin)


def test_the_page_asks_before_it_confirms(leads_server: Running, site: Site, token: str) -> None:
    browser = visitor(leads_server)
    path = f"/public/confirmations/{token}"
    answer, _ = browser.open(path)
    assert "Please confirm" in answer.text
    assert re.search(r"<form method=.post.>", answer.text)
    assert site.people()[0].marketing_consent == Contact.REQUESTED
    answer, _ = browser.post(path, {})
    assert "Confirmed, thank you" in answer.text
    assert site.people()[0].marketing_consent == Contact.GRANTED
    answer, _ = browser.open("/public/confirmations/nothing")
    assert (answer.status_code, "This link does not work" in answer.text) == (404, True)
