"""What holds a message back, when it waits, and that every decision is kept with its reason."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import (
    messages_pb2_grpc,
    suppressions_pb2,
    suppressions_pb2_grpc,
    templates_pb2,
    templates_pb2_grpc,
)

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.people import Keys, Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

Mails = messages_pb2_grpc.MessageServiceStub
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """Every test begins at noon in Berlin, on a day that is no change of the clocks."""
    clock.advance(next_local(clock, 12) - clock.now())


def next_local(clock: Clock, hour: int) -> datetime:
    """The next time it is this hour in Berlin."""
    local = clock.now().astimezone(BERLIN)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (today if today > local else today + DAY).astimezone(UTC)


@pytest.fixture
def offer(words: templates_pb2_grpc.TemplateServiceStub, marketer: Person) -> str:
    """The key of an advertising template."""
    template = {
        "key": "offer",
        "purpose": "PROMOTIONAL",
        "subject": "Hello {{first_name|there}}",
        "body_text": "Buy. Or leave: {{unsubscribe_url}}",
    }
    request = templates_pb2.CreateTemplateRequest(template=template)
    return words.CreateTemplate(request, metadata=marketer.metadata()).key


class Desk:
    """A marketer at work."""

    def __init__(self, mails: Mails, who: Person, worker: Worker) -> None:
        self._mails, self._who, self._worker = mails, who, worker

    def send(self, contact: contacts_pb2.Contact, key: str = "offer", **more: object) -> pb.Message:
        values = {"form_name": "Contact"} if key == "form_confirmation" else {}
        request = pb.SendMessageRequest(
            template_key=key, contact_id=contact.id, values=values, **more
        )
        return self._mails.SendMessage(request, metadata=self._who.metadata())

    def read(self, message: pb.Message) -> pb.Message:
        return self._mails.GetMessage(
            pb.GetMessageRequest(id=message.id), metadata=self._who.metadata()
        )

    def fate(self, message: pb.Message) -> tuple[str, str]:
        """Its state, and the reason of the last decision."""
        found = self.read(message)
        return pb.Message.State.Name(found.state), found.decisions[-1].reason


@pytest.fixture
def desk(mails: Mails, marketer: Person, worker: Worker, offer: str) -> Desk:
    return Desk(mails, marketer, worker)


def test_advertising_goes_to_who_agreed_with_a_way_out_of_one_click(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    message = desk.send(contact(time_zone="Europe/Berlin"))
    worker.work()

    assert desk.fate(message) == ("SENT", "")
    (letter,) = sink.letters
    address = letter["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://crm.example/public/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Subject"] == "Hello Ada"


@pytest.mark.parametrize("consent", ["CONSENT_STATE_UNSPECIFIED", "WITHDRAWN"])
def test_advertising_is_held_without_consent_and_a_confirmation_is_not(
    desk: Desk, contact: MakeContact, worker: Worker, consent: str
) -> None:
    person = contact(consent=consent)
    held, confirmation = desk.send(person), desk.send(person, "form_confirmation")
    worker.work()

    assert desk.fate(held) == ("HELD", "NO_CONSENT")
    assert desk.fate(confirmation) == ("SENT", "")
    (decision,) = desk.read(held).decisions
    assert decision.explanation == "The person has not agreed to advertising."


def test_consent_withdrawn_while_a_message_waits_holds_it(
    desk: Desk, contact: MakeContact, worker: Worker, clock: Clock
) -> None:
    person = contact()
    message = desk.send(person, send_time=clock.now() + timedelta(hours=1))
    person.marketing_consent = contacts_pb2.Contact.WITHDRAWN
    person.etag = "2"
    worker.hear(leads.ContactUpdated(contact=person))
    worker.work(timedelta(hours=1))
    assert desk.fate(message) == ("HELD", "NO_CONSENT")


def test_news_that_is_older_than_what_is_known_changes_nothing(
    desk: Desk, contact: MakeContact, worker: Worker
) -> None:
    person = contact(etag="5")
    person.etag, person.marketing_consent = "4", contacts_pb2.Contact.WITHDRAWN
    worker.hear(leads.ContactUpdated(contact=person))
    message = desk.send(person)
    worker.work()
    assert desk.fate(message)[0] != "HELD"


@pytest.mark.parametrize(
    ("reason", "confirmation"),
    [("UNSUBSCRIBED", "SENT"), ("BOUNCED", "HELD"), ("MANUAL", "HELD"), ("COMPLAINED", "HELD")],
)
def test_an_address_that_is_left_alone_gets_nothing_or_no_advertising(
    desk: Desk, contact: MakeContact, worker: Worker, marketer: Person,
    suppressions: suppressions_pb2_grpc.SuppressionServiceStub, reason: str, confirmation: str,
) -> None:  # fmt: skip
    person = contact()
    request = suppressions_pb2.CreateSuppressionRequest(
        suppression={"email": person.email.upper(), "reason": reason}
    )
    made = suppressions.CreateSuppression(request, metadata=marketer.metadata())
    with refused("ALREADY_EXISTS", "SUPPRESSION_EXISTS"):
        suppressions.CreateSuppression(request, metadata=marketer.metadata())
    messages = [desk.send(person), desk.send(person, "form_confirmation")]
    worker.work()
    assert [desk.fate(message)[0] for message in messages] == ["HELD", confirmation]

    suppressions.DeleteSuppression(
        suppressions_pb2.DeleteSuppressionRequest(id=made.id), metadata=marketer.metadata()
    )
    again = desk.send(person)
    worker.work()
    assert desk.fate(again)[0] == "SENT"


def test_the_fourth_advertisement_within_seven_days_is_held(
    desk: Desk, contact: MakeContact, worker: Worker
) -> None:
    person, other = contact(time_zone="Europe/Berlin"), contact(time_zone="Europe/Berlin")
    for _ in range(3):
        assert fates(desk, worker, person) == "SENT"
        worker.work(DAY)
    fourth = desk.send(person)
    worker.work()
    assert desk.fate(fourth) == ("HELD", "CAP_REACHED")
    assert fates(desk, worker, other) == "SENT"
    assert fates(desk, worker, person, "form_confirmation") == "SENT"

    worker.work(4 * DAY + timedelta(minutes=1))
    assert fates(desk, worker, person) == "SENT"


def fates(desk: Desk, worker: Worker, person: contacts_pb2.Contact, key: str = "offer") -> str:
    message = desk.send(person, key)
    worker.work()
    return desk.fate(message)[0]


def test_two_workers_at_once_send_exactly_what_the_cap_leaves(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink, database: Database, keys: Keys,
    clock: Clock,
) -> None:  # fmt: skip
    person = contact()
    for _ in range(2):
        fates(desk, worker, person)
    messages = [desk.send(person) for _ in range(4)]
    workers = [Worker(database, keys, clock, sink.url) for _ in range(2)]
    together = threading.Barrier(2)

    def run(each: Worker) -> None:
        together.wait()
        each.work()

    threads = [threading.Thread(target=run, args=(each,)) for each in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.work(timedelta(hours=1))  # a lost race for a lock is tried again

    found = sorted(desk.fate(message)[0] for message in messages)
    assert found == ["HELD", "HELD", "HELD", "SENT"]
    assert len(sink.letters) == 3


def test_advertising_waits_for_the_morning_where_the_person_is(
    desk: Desk, contact: MakeContact, worker: Worker, clock: Clock
) -> None:
    person = contact(time_zone="Europe/Berlin")
    clock.advance(next_local(clock, 22) - clock.now())
    message, confirmation = desk.send(person), desk.send(person, "form_confirmation")
    worker.work()
    assert desk.fate(message) == ("QUEUED", "QUIET_HOURS")
    assert desk.fate(confirmation) == ("SENT", "")
    assert desk.read(message).due_time.ToDatetime(tzinfo=UTC) == next_local(clock, 8)

    worker.work(next_local(clock, 8) - clock.now() - timedelta(seconds=1))
    assert desk.fate(message)[0] == "QUEUED"
    worker.work(timedelta(seconds=1))

    assert desk.fate(message) == ("SENT", "")
    outcomes = [decision.outcome for decision in desk.read(message).decisions]
    assert outcomes == [pb.Decision.WAIT, pb.Decision.SEND]


def test_a_greeting_that_would_be_late_is_not_sent_at_all(
    desk: Desk, contact: MakeContact, worker: Worker, clock: Clock, sink: Sink
) -> None:
    person = contact(time_zone="Europe/Berlin")
    clock.advance(next_local(clock, 22) - clock.now())
    tonight = desk.send(person, expire_time=clock.now() + timedelta(hours=2))
    confirmation = desk.send(
        person,
        "form_confirmation",
        send_time=clock.now() + timedelta(hours=1),
        expire_time=clock.now() + timedelta(hours=2),
    )
    worker.work()
    worker.work(timedelta(hours=3))
    assert desk.fate(tonight) == ("HELD", "TOO_LATE")
    assert desk.fate(confirmation) == ("HELD", "TOO_LATE")
    assert sink.letters == []


def test_messages_are_found_by_state_and_purpose(
    desk: Desk, contact: MakeContact, worker: Worker, mails: Mails, marketer: Person
) -> None:
    held = desk.send(contact(consent="WITHDRAWN"))
    desk.send(contact(), "form_confirmation")
    worker.work()
    request = pb.ListMessagesRequest(filter="state = HELD AND purpose = PROMOTIONAL")
    found = mails.ListMessages(request, metadata=marketer.metadata()).messages
    assert [message.id for message in found] == [held.id]
