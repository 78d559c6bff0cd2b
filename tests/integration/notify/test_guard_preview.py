"""The preview of the contact guard says what sending then does, to those who may know."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc, suppressions_pb2, suppressions_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets

from chassis.clock import Clock
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.test_campaigns import complaint, fates, listed, spring

__all__ = ["spring"]

Mails = messages_pb2_grpc.MessageServiceStub
SEND, WAIT, HOLD = pb.Decision.SEND, pb.Decision.WAIT, pb.Decision.HOLD


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """Every test begins at noon in UTC; it is night in Auckland then."""
    now = clock.now().astimezone(UTC)
    clock.advance(datetime(now.year, now.month, now.day, 12, tzinfo=UTC) + timedelta(days=1) - now)


def preview(
    mails: Mails, who: Person, *people: contacts_pb2.Contact, **more: object
) -> dict[str, tuple[int, str]]:
    """Contact -> outcome and reason."""
    request = pb.PreviewDecisionsRequest(contact_ids=[each.id for each in people], **more)
    found = mails.PreviewDecisions(request, metadata=who.metadata()).decisions
    return {each.contact_id: (each.outcome, each.reason) for each in found}


def test_it_says_for_each_reason_what_sending_does(
    mails: Mails, marketer: Person, contact: MakeContact, worker: Worker, clock: Clock,
    suppressions: suppressions_pb2_grpc.SuppressionServiceStub,
) -> None:  # fmt: skip
    fine, unwilling, asleep = (
        contact(time_zone="UTC"),
        contact(consent="WITHDRAWN"),
        contact(time_zone="Pacific/Auckland"),
    )
    angry, blocked, full = (contact(time_zone="UTC") for _ in range(3))
    worker.hear(tickets.ComplaintOpened(ticket=complaint(angry, clock)))
    suppressions.CreateSuppression(
        suppressions_pb2.CreateSuppressionRequest(
            suppression={"email": blocked.email, "reason": "MANUAL"}
        ),
        metadata=marketer.metadata(),
    )
    for _ in range(3):
        worker.hear(listed(full))
    worker.work()

    everybody = (fine, unwilling, asleep, angry, blocked, full)
    said = preview(mails, marketer, *everybody)
    assert said == {
        fine.id: (SEND, ""),
        unwilling.id: (HOLD, "NO_CONSENT"),
        asleep.id: (WAIT, "QUIET_HOURS"),
        angry.id: (HOLD, "OPEN_COMPLAINT"),
        blocked.id: (HOLD, "SUPPRESSED"),
        full.id: (HOLD, "CAP_REACHED"),
    }

    fact = listed(*everybody)
    worker.hear(fact)
    worker.work()
    done = fates(mails, marketer, fact.campaign_id)
    states = {SEND: "SENT", WAIT: "QUEUED", HOLD: "HELD"}
    for person in everybody:
        outcome, reason = said[person.id]
        state, why = done[person.id]
        assert state == states[outcome]
        assert why == reason or state == "SENT"


def test_asking_twice_changes_nothing_and_keeps_nothing(
    mails: Mails, marketer: Person, contact: MakeContact
) -> None:
    person = contact(time_zone="UTC")
    for _ in range(5):  # more often than the cap allows to send
        assert preview(mails, marketer, person) == {person.id: (SEND, "")}
    kept = mails.ListMessages(pb.ListMessagesRequest(), metadata=marketer.metadata())
    assert not kept.messages


def test_it_looks_ahead_to_the_moment_of_sending(
    mails: Mails, marketer: Person, contact: MakeContact, clock: Clock
) -> None:
    person = contact(time_zone="UTC")
    tonight = clock.now() + timedelta(hours=11)
    assert preview(mails, marketer, person, send_time=tonight) == {person.id: (WAIT, "QUIET_HOURS")}
    late = {"send_time": tonight, "expire_time": tonight + timedelta(hours=1)}
    assert preview(mails, marketer, person, **late) == {person.id: (HOLD, "TOO_LATE")}


def test_who_has_no_address_is_told_apart(
    mails: Mails, marketer: Person, contact: MakeContact
) -> None:
    person = contact(email="")
    assert preview(mails, marketer, person) == {person.id: (HOLD, "NO_ADDRESS")}


def test_nobody_hears_of_people_of_others(
    mails: Mails, as_person: AsPerson, contact: MakeContact
) -> None:
    rep = as_person({"messages.*": "own"})
    mine, theirs = contact(owner_id=str(rep.id)), contact(owner_id=str(uuid4()))
    assert set(preview(mails, rep, mine, theirs)) == {mine.id}


def test_it_has_a_limit(mails: Mails, marketer: Person) -> None:
    many = [str(uuid4()) for _ in range(1001)]
    with refused("INVALID_ARGUMENT"):
        mails.PreviewDecisions(
            pb.PreviewDecisionsRequest(contact_ids=many), metadata=marketer.metadata()
        )
