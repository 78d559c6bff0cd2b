"""Consent: acts are kept as proof, the contact shows the newest."""

import pytest
from crm.leads.v1 import contacts_pb2 as pb
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from chassis import context
from chassis.context import system_call
from tests.factories import create_contact
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.requests import get, history, listed


def consent(contact_id: str, state: str, words: str = "Told us.") -> pb.RecordConsentRequest:
    return pb.RecordConsentRequest(contact_id=contact_id, consent={"state": state, "text": words})


def states(office: Desk, contact_id: str) -> list[str]:
    """What a contact agreed to and took back, newest first."""
    found = office.contacts.ListConsents(pb.ListConsentsRequest(contact_id=contact_id)).consents
    return [pb.Contact.ConsentState.Name(each.state) for each in found]


def test_the_contact_shows_the_newest_act_of_all(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact(city="Consentia"))
    office.contacts.RecordConsent(consent(made.id, "GRANTED"))
    act = office.contacts.RecordConsent(consent(made.id, "WITHDRAWN", "By phone."))
    assert (act.text, act.source, act.contact_id) == ("By phone.", "person", made.id)
    assert states(office, made.id) == ["WITHDRAWN", "GRANTED"]
    now = office.contacts.GetContact(get(made.id))
    assert pb.Contact.ConsentState.Name(now.marketing_consent) == "WITHDRAWN"
    found = office.contacts.ListContacts(
        listed("city = Consentia AND marketing_consent = WITHDRAWN")
    )
    assert [each.id for each in found.contacts] == [made.id]


def test_an_act_stands_on_the_timeline_and_is_told(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    act = office.contacts.RecordConsent(consent(made.id, "GRANTED", "Newsletter, please."))
    entry = office.timeline.ListTimeline(history(made.id)).entries[0]
    assert (entry.title, entry.body) == ("Consent given", "Newsletter, please.")
    name, data = office.facts(f"contacts/{made.id}")[-1]
    assert name == "ConsentRecorded"
    assert data["consent"]["id"] == act.id
    assert data["contact"]["marketing_consent"] == "GRANTED"


@pytest.mark.parametrize(("state", "words"), [("CONSENT_STATE_UNSPECIFIED", "x"), ("GRANTED", " ")])
def test_an_act_needs_a_state_and_its_words(office: Desk, state: str, words: str) -> None:
    made = office.contacts.CreateContact(create_contact())
    with refused("INVALID_ARGUMENT"):
        office.contacts.RecordConsent(consent(made.id, state, words))


@pytest.mark.parametrize("attempt", ["UPDATE consents SET text = ''", "DELETE FROM consents"])
def test_the_database_refuses_to_change_what_was_recorded(office: Desk, attempt: str) -> None:
    made = office.contacts.CreateContact(create_contact())
    office.contacts.RecordConsent(consent(made.id, "GRANTED"))
    with (
        pytest.raises(DatabaseError, match="never changed"),
        context.use(system_call("test")),
        office.running.database.transaction() as tx,
    ):
        tx.execute(text(attempt))
    assert states(office, made.id) == ["GRANTED"]
