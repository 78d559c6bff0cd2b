"""A campaign's recipients get one message each, or the reason why not is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc, templates_pb2, templates_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets

from chassis.clock import Clock
from chassis.errors import Unavailable
from tests.harness.people import Person
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

Mails = messages_pb2_grpc.MessageServiceStub
WEEK = timedelta(days=7, minutes=1)


@pytest.fixture(autouse=True)
def spring(words: templates_pb2_grpc.TemplateServiceStub, marketer: Person) -> None:
    """A template that calls itself transactional and is used for advertising."""
    template = {
        "key": "spring",
        "purpose": "TRANSACTIONAL",
        "subject": "Spring, {{first_name|there}}",
        "body_text": "It is here.",
    }
    words.CreateTemplate(
        templates_pb2.CreateTemplateRequest(template=template), metadata=marketer.metadata()
    )


def listed(
    *contacts: contacts_pb2.Contact, campaign_id: str = ""
) -> leads.CampaignRecipientsListed:
    recipients = [{"contact_id": each.id, "email": each.email} for each in contacts]
    return leads.CampaignRecipientsListed(
        campaign_id=campaign_id or str(uuid4()), template_key="spring", recipients=recipients
    )


def fates(mails: Mails, who: Person, campaign_id: str) -> dict[str, tuple[str, str]]:
    """Contact -> state and reason, of one campaign's messages."""
    request = pb.ListMessagesRequest(filter=f'campaign_id = "{campaign_id}"')
    found = mails.ListMessages(request, metadata=who.metadata()).messages
    return {
        each.contact_id: (pb.Message.State.Name(each.state), each.state_reason) for each in found
    }


def complaint(person: contacts_pb2.Contact, clock: Clock) -> dict[str, object]:
    """A ticket of somebody who complains, from now on."""
    now = {"seconds": int(clock.now().timestamp())}
    times = {"create_time": now, "update_time": now}
    return {"id": str(uuid4()), "etag": "1", "contact_id": person.id, **times}


def test_everybody_gets_one_message_and_who_must_not_is_held_with_the_reason(
    worker: Worker, contact: MakeContact, mails: Mails, marketer: Person, sink: Sink
) -> None:
    agreed, silent = contact(time_zone="UTC"), contact(consent="WITHDRAWN")
    fact = listed(agreed, silent)
    worker.hear(fact)
    worker.hear(fact)
    worker.hear(listed(agreed, campaign_id=fact.campaign_id))
    worker.work()
    found = fates(mails, marketer, fact.campaign_id)
    assert set(found) == {agreed.id, silent.id}
    assert found[silent.id] == ("HELD", "NO_CONSENT")
    assert found[agreed.id][1] in ("", "250 taken", "QUIET_HOURS")
    for letter in sink.letters:
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_complains_gets_no_advertising_until_it_is_over_and_a_week_has_passed(
    worker: Worker, contact: MakeContact, mails: Mails, marketer: Person, clock: Clock
) -> None:
    person = contact()
    opened = complaint(person, clock)
    worker.hear(tickets.ComplaintOpened(ticket=opened))

    first = listed(person)
    worker.hear(first)
    worker.work()
    assert fates(mails, marketer, first.campaign_id)[person.id] == ("HELD", "OPEN_COMPLAINT")

    worker.hear(tickets.ComplaintResolved(ticket={**opened, "etag": "2"}))
    worker.hear(tickets.ComplaintOpened(ticket=opened))  # heard late: changes nothing
    second = listed(person)
    worker.hear(second)
    worker.work()
    assert fates(mails, marketer, second.campaign_id)[person.id] == ("HELD", "OPEN_COMPLAINT")

    worker.work(WEEK)
    third = listed(person)
    worker.hear(third)
    worker.work()
    assert fates(mails, marketer, third.campaign_id)[person.id][0] != "HELD"


def test_who_complains_is_answered_all_the_same_whether_or_not_support_can_be_asked(
    worker: Worker, contact: MakeContact, mails: Mails, marketer: Person, clock: Clock, sink: Sink
) -> None:
    person = contact(time_zone="UTC")
    opened = {**complaint(person, clock), "contact_email": person.email, "number": 7}
    worker.hear(tickets.ComplaintOpened(ticket=opened))
    said = {"id": str(uuid4()), "text": "We are looking into it.", "message_id": "<2@crm.example>"}
    answer = tickets.ReplySent(ticket=opened, message=said, recipients=[person.email])
    worker.hear(answer)
    offer = listed(person)
    worker.hear(offer)
    receipt = pb.SendMessageRequest(
        template_key="form_confirmation", contact_id=person.id, values={"form_name": "Contact"}
    )
    mails.SendMessage(receipt, metadata=marketer.metadata())
    worker.work()
    assert len(sink.letters) == 2, "the answer and the receipt"
    assert "We are looking into it." in "".join(each.get_content() for each in sink.letters)
    assert fates(mails, marketer, offer.campaign_id)[person.id] == ("HELD", "OPEN_COMPLAINT")


def test_a_complaint_of_an_unknown_person_counts_once_the_person_is_known(
    worker: Worker, contact: MakeContact, mails: Mails, marketer: Person, clock: Clock
) -> None:
    person = contact()
    unknown = {**complaint(person, clock), "contact_id": "", "contact_email": "other@example.com"}
    worker.hear(tickets.ComplaintOpened(ticket=unknown))
    worker.hear(tickets.TicketUpdated(ticket={**unknown, "etag": "2", "contact_id": person.id}))
    fact = listed(person)
    worker.hear(fact)
    worker.work()
    assert fates(mails, marketer, fact.campaign_id)[person.id] == ("HELD", "OPEN_COMPLAINT")


def test_a_campaign_that_is_stopped_sends_nothing_more(
    worker: Worker, contact: MakeContact, mails: Mails, marketer: Person, sink: Sink
) -> None:
    early, late = contact(), contact()
    fact = listed(early)
    worker.hear(fact)
    worker.hear(leads.CampaignCancelled(campaign_id=fact.campaign_id))
    worker.hear(listed(late, campaign_id=fact.campaign_id))
    worker.work()
    assert fates(mails, marketer, fact.campaign_id) == {early.id: ("CANCELLED", "")}
    assert sink.letters == []


def test_recipients_heard_of_before_the_contacts_are_waited_for(worker: Worker) -> None:
    with pytest.raises(Unavailable):
        worker.hear(listed(contacts_pb2.Contact(id=str(uuid4()), email="ada@example.com")))
