"""The messages that are sent by themselves when something happened elsewhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
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


def test_who_agreed_on_a_form_is_asked_to_confirm_it_instead(worker: Worker, sink: Sink) -> None:
    fact = submitted(first_name="Ada")
    fact.confirmation_url = "https://crm.example/public/confirmations/1"
    worker.hear(fact)
    worker.work()
    (letter,) = sink.letters
    assert letter["Subject"] == "Please confirm"
    assert fact.confirmation_url in letter.get_content().splitlines()


@pytest.mark.parametrize("asks", ["", "https://crm.example/public/confirmations/1"])
def test_a_form_says_in_its_own_words_what_it_promised(
    worker: Worker,
    sink: Sink,
    words: templates_pb2_grpc.TemplateServiceStub,
    marketer: Person,
    asks: str,
) -> None:
    said = {"subject": "Your guide", "body_text": "Hello {{first_name}}, here it is."}
    request = templates_pb2.CreateTemplateRequest(
        template={"key": "guide", "purpose": "SERVICE", **said}
    )
    words.CreateTemplate(request, metadata=marketer.metadata())
    fact = submitted(first_name="Ada")
    fact.confirmation_template_key, fact.confirmation_url = "guide", asks
    worker.hear(fact)
    worker.hear(fact)
    worker.work()
    subjects = sorted(str(letter["Subject"]) for letter in sink.letters)
    assert subjects == (["Please confirm", "Your guide"] if asks else ["Your guide"])


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


def test_a_playbooks_mail_goes_out_once_and_nobody_is_said_to_have_written_it(
    worker: Worker, sink: Sink, contact: MakeContact, mails: Mails, marketer: Person
) -> None:
    person = contact(owner_id=str(marketer.id))
    step = {"id": str(uuid4()), "contact_id": person.id, "template_key": "sales_thank_you"}
    fact = deals.PlaybookMailRequested(activity=step, deal_title="Rota for 20")
    worker.hear(fact)
    worker.hear(fact)
    worker.work()

    (letter,) = sink.letters
    assert "“Rota for 20”" in letter.get_content()
    request = pb.ListMessagesRequest(filter=f'contact_id = "{person.id}"')
    (message,) = mails.ListMessages(request, metadata=marketer.metadata()).messages
    assert message.automatic


def test_a_greeting_goes_out_once_on_its_day_and_not_at_all_when_it_is_late(
    worker: Worker, sink: Sink, contact: MakeContact, clock: Clock, mails: Mails, marketer: Person
) -> None:
    clock.advance(datetime(2031, 6, 2, 9, tzinfo=UTC) - clock.now())
    in_time, late = contact(), contact()
    for person, hours in ((in_time, 12), (late, -1)):
        fact = leads.OccasionMailRequested(
            contact=person,
            occasion="BIRTHDAY",
            template_key="birthday",
            begin_time=clock.now(),
            expire_time=clock.now() + timedelta(hours=hours),
        )
        worker.hear(fact)
        worker.hear(fact, "system")
    worker.work()
    assert [letter["To"] for letter in sink.letters] == [in_time.email]
    request = pb.ListMessagesRequest(filter=f'contact_id = "{late.id}"')
    (message,) = mails.ListMessages(request, metadata=marketer.metadata()).messages
    assert (message.state, message.state_reason) == (pb.Message.HELD, "TOO_LATE")


def test_a_reminder_that_waits_for_the_morning_is_taken_back_when_the_cart_is_bought(
    worker: Worker, sink: Sink, contact: MakeContact, clock: Clock, mails: Mails, marketer: Person
) -> None:
    clock.advance(datetime(2031, 6, 2, 22, tzinfo=UTC) - clock.now())
    bought, left = contact(), contact()
    for person in (bought, left):
        fact = leads.OccasionMailRequested(
            contact=person,
            occasion="CART",
            template_key="cart_left",
            begin_time=clock.now(),
            expire_time=clock.now() + timedelta(days=2),
        )
        worker.hear(fact)
    worker.work()
    cancelled = leads.OccasionMailCancelled(
        contact=bought, occasion="CART", template_key="cart_left"
    )
    worker.hear(cancelled)
    worker.hear(cancelled, "system")
    worker.work(timedelta(hours=10))
    assert [letter["To"] for letter in sink.letters] == [left.email]
    request = pb.ListMessagesRequest(filter=f'contact_id = "{bought.id}"')
    (message,) = mails.ListMessages(request, metadata=marketer.metadata()).messages
    assert (message.state, message.state_reason) == (pb.Message.CANCELLED, "QUIET_HOURS")
    worker.hear(leads.OccasionMailCancelled(contact=left, occasion="CART", template_key="birthday"))


def test_a_win_heard_before_its_contact_is_tried_again(worker: Worker) -> None:
    fact = deals.DealWon(deal={"id": str(uuid4()), "title": "Rota", "contact_id": str(uuid4())})
    with pytest.raises(Unavailable):
        worker.hear(fact)


TICKET = {"id": str(uuid4()), "number": 1042, "subject": "Re: Export is empty"}


def test_what_support_answers_is_mailed_in_the_thread_of_the_customers_mail(
    worker: Worker, sink: Sink
) -> None:
    said = {
        "id": str(uuid4()),
        "text": "Fixed.\nTry {{again}}.",
        "author_name": "Ann",
        "message_id": "<2@crm.example>",
        "in_reply_to": "<1@example.com>",
        "references": ["<0@example.com>", "<1@example.com>"],
    }
    fact = tickets.ReplySent(
        ticket=TICKET,
        message=said,
        reply_to="support+token@crm.example",
        recipients=["ada@example.com"],
    )
    worker.hear(fact)
    worker.hear(fact)
    worker.work()

    (letter,) = sink.letters
    assert letter["To"] == "ada@example.com"
    assert letter["Subject"] == "Re: Export is empty [#1042]"
    assert letter["Message-ID"] == "<2@crm.example>"
    assert letter["In-Reply-To"] == "<1@example.com>"
    assert letter["References"] == "<0@example.com> <1@example.com>"
    assert letter["Reply-To"] == "support+token@crm.example"
    assert letter["Auto-Submitted"] is None, "a person wrote it"
    assert letter.get_content().splitlines() == ["Fixed.", "Try {{again}}.", "", "Ann"]


def test_whose_ticket_was_solved_is_asked_once_how_it_went(
    worker: Worker, sink: Sink, contact: MakeContact
) -> None:
    person = contact(consent="WITHDRAWN")
    whose = {"contact_id": person.id, "contact_email": person.email}
    fact = tickets.SurveySent(
        ticket={**TICKET, **whose}, survey_id=str(uuid4()), url="https://crm.example/s/1"
    )
    worker.hear(fact)
    worker.hear(fact)
    worker.work()
    (letter,) = sink.letters
    assert "we solved “Export is empty”" in letter.get_content()
    assert "https://crm.example/s/1" in letter.get_content().splitlines()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_whoever_is_asked_to_recommend_us_gets_the_link_once(
    worker: Worker, sink: Sink, contact: MakeContact
) -> None:
    person = contact(consent="WITHDRAWN")
    survey = {"id": str(uuid4()), "contact_id": person.id}
    fact = tickets.NpsSurveySent(survey=survey, url="https://crm.example/s/2")
    worker.hear(fact)
    worker.hear(fact)
    worker.work()
    (letter,) = sink.letters
    assert letter["Subject"] == "Would you recommend us?"
    assert "https://crm.example/s/2" in letter.get_content().splitlines()
