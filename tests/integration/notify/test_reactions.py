"""The messages that are sent by themselves when something happened elsewhere."""

from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc, templates_pb2, templates_pb2_grpc

from chassis.errors import Unavailable
from tests.harness.people import Person
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

Mails = messages_pb2_grpc.MessageServiceStub


def submitted(**fields: object) -> leads.FormSubmitted:
    person = contacts_pb2.Contact(id=str(uuid4()), etag="1", email="ada@example.com", **fields)
    submission = {"id": str(uuid4()), "contact_id": person.id}
    return leads.FormSubmitted(submission=submission, form_name="Get the guide", contact=person)


def test_whoever_sends_a_form_reads_that_it_arrived_once(worker: Worker, sink: Sink) -> None:
    fact = submitted(first_name="Ada")
    worker.hear(fact)
    worker.hear(fact)
    worker.work()

    (letter,) = sink.letters
    assert letter["To"] == "ada@example.com"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"] == "We received your message"
    assert letter.get_content().startswith("Hello Ada,")
    assert "“Get the guide”" in letter.get_content()


def test_spam_and_people_without_an_address_are_answered_with_silence(
    worker: Worker, sink: Sink
) -> None:
    spam, nameless = submitted(), submitted()
    spam.submission.spam = True
    nameless.contact.email = ""
    worker.hear(spam)
    worker.hear(nameless)
    worker.work()
    assert sink.letters == []


def test_a_template_that_was_deleted_silences_what_it_said(
    worker: Worker, sink: Sink, words: templates_pb2_grpc.TemplateServiceStub, marketer: Person
) -> None:
    request = templates_pb2.ListTemplatesRequest(filter='key = "form_confirmation"')
    (template,) = words.ListTemplates(request, metadata=marketer.metadata()).templates
    words.DeleteTemplate(
        templates_pb2.DeleteTemplateRequest(id=template.id), metadata=marketer.metadata()
    )
    worker.hear(submitted())
    worker.work()
    assert sink.letters == []


def test_a_new_customer_is_welcomed_in_the_name_of_the_owner(
    worker: Worker, sink: Sink, contact: MakeContact, mails: Mails, marketer: Person
) -> None:
    person = contact(owner_id=str(marketer.id))
    fact = deals.DealWon(deal={"id": str(uuid4()), "title": "Rota for 20", "contact_id": person.id})
    worker.hear(fact)
    worker.work()

    (letter,) = sink.letters
    assert "“Rota for 20”" in letter.get_content()
    request = pb.ListMessagesRequest(filter=f'contact_id = "{person.id}"')
    (message,) = mails.ListMessages(request, metadata=marketer.metadata()).messages
    assert (message.owner_id, message.automatic) == (str(marketer.id), True)


def test_a_win_heard_before_its_contact_is_tried_again(worker: Worker) -> None:
    fact = deals.DealWon(deal={"id": str(uuid4()), "title": "Rota", "contact_id": str(uuid4())})
    with pytest.raises(Unavailable):
        worker.hear(fact)
