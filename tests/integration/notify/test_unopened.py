"""Who opened nothing for five days gets the follow-up; a person's look cancels it."""

from datetime import timedelta
from typing import Any

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import sequences_pb2 as pb

from chassis.clock import Clock
from tests import vectors
from tests.harness.people import Person
from tests.harness.services import Running
from tests.integration.notify.conftest import MakeContact
from tests.integration.notify.reading import SCANNER, Letterbox
from tests.integration.notify.test_sequences import Desk, send, subjects

RULES = vectors.load("automation_recipes.json").get("cases", [])
(RULE,) = [case for case in RULES if case["id"] == "R3"] or [None]
DAY, MARGIN = timedelta(days=1), timedelta(minutes=5)
UNOPENED: dict[str, Any] = {
    "kind": "CHECK",
    "filter": "opened = false AND clicked = false",
    "wait_minutes": 5 * 24 * 60,
}


@pytest.fixture
def desk(server: Running, marketer: Person) -> Desk:
    return Desk(server, marketer)


@pytest.fixture
def nurture(desk: Desk, letterbox: Letterbox) -> pb.Sequence:
    """News, and a follow-up for who did not open it within five days."""
    return desk.sequence(send("news"), UNOPENED, send("second"))


@pytest.fixture
def ada(contact: MakeContact) -> contacts_pb2.Contact:
    return contact()


def followed_up(letterbox: Letterbox) -> bool:
    return "second" in subjects(letterbox.sink)


@pytest.mark.skipif(RULE is None, reason="the shared vectors are not there")
def test_the_follow_up_comes_when_the_rule_of_the_vectors_says(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, ada: contacts_pb2.Contact
) -> None:
    given, expected = RULE["given"][0][0], RULE["expected"][0][0]
    patience = timedelta(days=int(expected[8:10]) - int(given[8:10]))
    enrolment = desk.enrol(nurture, ada)
    letterbox.worker.work()
    letterbox.worker.work(patience - MARGIN)
    assert subjects(letterbox.sink) == ["news"]
    letterbox.worker.work(MARGIN)
    assert subjects(letterbox.sink) == ["news", "second"]
    assert desk.fate(enrolment) == ("FINISHED", "")


@pytest.mark.parametrize("what", ["open", "click"])
def test_a_person_on_day_four_cancels_it(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, ada: contacts_pb2.Contact, what: str
) -> None:
    enrolment = desk.enrol(nurture, ada)
    letterbox.worker.work()
    letterbox.worker.work(4 * DAY)
    message = letterbox.latest()
    letterbox.get(letterbox.picture(message) if what == "open" else letterbox.links(message)[0])
    letterbox.settle()
    letterbox.worker.work(2 * DAY)
    assert not followed_up(letterbox)
    assert desk.fate(enrolment) == ("LEFT", "CHECK_FAILED")


def test_a_scanner_on_day_four_does_not(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, ada: contacts_pb2.Contact
) -> None:
    desk.enrol(nurture, ada)
    letterbox.worker.work()
    letterbox.worker.work(4 * DAY)
    for link in letterbox.links(letterbox.latest()):
        letterbox.get(link, ip=SCANNER)
    letterbox.at_once()
    letterbox.settle()
    letterbox.worker.work(DAY)
    assert followed_up(letterbox)


def test_a_look_in_the_last_moment_is_waited_for(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, ada: contacts_pb2.Contact
) -> None:
    desk.enrol(nurture, ada)
    letterbox.worker.work()
    letterbox.worker.work(5 * DAY - MARGIN)
    letterbox.get(letterbox.picture(letterbox.latest()))
    letterbox.put_off()
    letterbox.worker.work(MARGIN)
    assert not followed_up(letterbox)
    letterbox.worker.work(timedelta(minutes=30))
    letterbox.worker.work(DAY)
    assert not followed_up(letterbox)


def test_five_days_count_from_when_the_mail_went_out(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, clock: Clock, ada: contacts_pb2.Contact
) -> None:
    clock.advance(timedelta(hours=10))  # 22:00: it waits for the morning
    desk.enrol(nurture, ada)
    letterbox.worker.work()
    assert subjects(letterbox.sink) == []
    letterbox.worker.work(timedelta(hours=10) + MARGIN)
    assert subjects(letterbox.sink) == ["news"]
    letterbox.worker.work(5 * DAY - 2 * MARGIN)
    assert not followed_up(letterbox)
    letterbox.worker.work(2 * MARGIN)
    assert followed_up(letterbox)


def test_a_sequence_may_follow_up_a_campaign(
    desk: Desk, letterbox: Letterbox, contact: MakeContact
) -> None:
    people = [contact(), contact()]
    campaign = leads.CampaignRecipientsListed(
        campaign_id="01937b5e-7c00-7000-8000-000000000032",
        template_key="news",
        recipients=[{"contact_id": each.id, "email": each.email} for each in people],
    )
    letterbox.worker.hear(campaign)
    letterbox.worker.work()
    sequence = desk.sequence(UNOPENED, send("second"))
    for each in people:
        desk.enrol(sequence, each)
    letterbox.worker.work(4 * DAY)
    letterbox.get(letterbox.picture(letterbox.latest(people[0])))
    letterbox.settle()
    letterbox.worker.work(DAY)
    assert [each["To"] for each in letterbox.sink.letters[2:]] == [people[1].email]


def test_what_never_arrived_is_not_followed_up(
    desk: Desk, nurture: pb.Sequence, letterbox: Letterbox, contact: MakeContact
) -> None:
    enrolment = desk.enrol(nurture, contact(consent="WITHDRAWN"))
    letterbox.worker.work()
    letterbox.worker.work(6 * DAY)
    assert subjects(letterbox.sink) == []
    assert desk.fate(enrolment) == ("LEFT", "CHECK_FAILED")
