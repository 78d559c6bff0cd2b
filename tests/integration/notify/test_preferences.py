"""The link in a message: it shows, ends and takes back, for whoever got the message."""

from datetime import timedelta

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import (
    messages_pb2_grpc,
    preferences_pb2,
    preferences_pb2_grpc,
    templates_pb2,
    templates_pb2_grpc,
)
from sqlalchemy import text

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.forging import forged
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

WEEK = timedelta(weeks=1)
Links = preferences_pb2_grpc.PreferenceServiceStub
Mails = messages_pb2_grpc.MessageServiceStub


@pytest.fixture
def person(contact: MakeContact) -> contacts_pb2.Contact:
    return contact(email="ada@example.com")


@pytest.fixture
def message(
    words: templates_pb2_grpc.TemplateServiceStub, mails: Mails, marketer: Person,
    person: contacts_pb2.Contact,
) -> pb.Message:  # fmt: skip
    template = {
        "key": "offer",
        "purpose": "PROMOTIONAL",
        "subject": "Buy",
        "body_text": "{{unsubscribe_url}}",
    }
    request = templates_pb2.CreateTemplateRequest(template=template)
    words.CreateTemplate(request, metadata=marketer.metadata())
    return offer(mails, marketer, person)


def offer(mails: Mails, who: Person, person: contacts_pb2.Contact) -> pb.Message:
    request = pb.SendMessageRequest(template_key="offer", contact_id=person.id)
    return mails.SendMessage(request, metadata=who.metadata())


def token_of(message: pb.Message) -> str:
    return message.body_text.rpartition("/")[2].strip()


def unsubscribe(preferences: Links, token: str) -> preferences_pb2.Preferences:
    return preferences.Unsubscribe(preferences_pb2.UnsubscribeRequest(token=token))


def test_unsubscribing_works_without_an_account_at_once_and_is_told_once(
    preferences: Links, message: pb.Message, mails: Mails, marketer: Person, worker: Worker,
    sink: Sink, database: Database,
) -> None:  # fmt: skip
    shown = preferences.ShowPreferences(
        preferences_pb2.ShowPreferencesRequest(token=token_of(message))
    )
    assert (shown.email, shown.promotional) == ("a••@example.com", True)

    assert not unsubscribe(preferences, token_of(message)).promotional
    assert not unsubscribe(preferences, token_of(message)).promotional
    worker.work()

    held = mails.GetMessage(pb.GetMessageRequest(id=message.id), metadata=marketer.metadata())
    assert (held.state, held.state_reason) == (pb.Message.HELD, "SUPPRESSED")
    assert sink.letters == []
    with database.reading() as tx:
        kinds = tx.execute(text("SELECT type FROM outbox ORDER BY seq")).scalars().all()
    assert kinds.count("crm.notify.v1.ContactUnsubscribed") == 1
    assert kinds.count("crm.notify.v1.MessageHeld") == 1


def test_agreeing_again_ends_an_older_unsubscription_and_not_a_younger_one(
    preferences: Links, message: pb.Message, person: contacts_pb2.Contact, mails: Mails,
    marketer: Person, worker: Worker, clock: Clock,
) -> None:  # fmt: skip
    earlier = clock.now()
    clock.advance(WEEK)
    unsubscribe(preferences, token_of(message))
    for given, promotional in ((earlier, False), (clock.now(), True)):
        act = {"state": contacts_pb2.Contact.GRANTED, "create_time": given}
        worker.hear(leads.ConsentRecorded(consent=act, contact=person))
        request = preferences_pb2.ShowPreferencesRequest(token=token_of(message))
        assert preferences.ShowPreferences(request).promotional is promotional


def test_an_unsubscription_can_be_taken_back(preferences: Links, message: pb.Message) -> None:
    unsubscribe(preferences, token_of(message))
    request = preferences_pb2.ResubscribeRequest(token=token_of(message))
    assert preferences.Resubscribe(request).promotional


@pytest.mark.parametrize("bend", [forged, lambda t: t[:-1] + "x", lambda _: "é"])
def test_a_link_that_is_not_ours_is_good_for_nothing(
    preferences: Links, message: pb.Message, bend
) -> None:
    with refused("NOT_FOUND", "PREFERENCES_NOT_FOUND"):
        unsubscribe(preferences, bend(token_of(message)))


def test_a_link_is_good_for_a_year(preferences: Links, message: pb.Message, clock: Clock) -> None:
    clock.advance(51 * WEEK)
    unsubscribe(preferences, token_of(message))
    clock.advance(3 * WEEK)
    with refused("NOT_FOUND", "PREFERENCES_NOT_FOUND"):
        unsubscribe(preferences, token_of(message))
