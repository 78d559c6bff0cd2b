"""A campaign tells everybody in its segment to notify, once, whatever happens in between."""

from datetime import timedelta
from typing import Any

import pytest
from crm.leads.v1 import campaigns_pb2 as pb
from crm.leads.v1 import contacts_pb2, segments_pb2
from crm.notify.v1 import events_pb2 as notify
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.clock import Clock
from services.leads.campaigns import telling
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.test_segments import segment

STATE = pb.Campaign.State
ENDS = pb.CampaignRecipient.State


def people(office: Desk, number: int, **fields: Any) -> list[str]:
    contacts = [
        {"email": f"p{fields.get('country', 'DE')}{each}@example.com", "country": "DE", **fields}
        for each in range(number)
    ]
    request = contacts_pb2.BatchCreateContactsRequest(contacts=contacts)
    return [result.id for result in office.contacts.BatchCreateContacts(request).results]


@pytest.fixture
def draft(empty_office: Desk) -> str:
    to = segment(empty_office, "country = DE")
    values = {"name": "Autumn", "segment_id": to, "template_key": "autumn"}
    return str(empty_office.campaigns.CreateCampaign(pb.CreateCampaignRequest(campaign=values)).id)


def read(office: Desk, campaign_id: str) -> pb.Campaign:
    return office.campaigns.GetCampaign(pb.GetCampaignRequest(id=campaign_id))


def launch(office: Desk, campaign_id: str) -> pb.Campaign:
    return office.campaigns.LaunchCampaign(pb.LaunchCampaignRequest(id=campaign_id))


def told(office: Desk, campaign_id: str) -> list[list[str]]:
    """The contacts each fact named, in order."""
    facts = office.facts(f"campaigns/{campaign_id}")
    listed = [data["recipients"] for name, data in facts if name == "CampaignRecipientsListed"]
    return [[each["contact_id"] for each in recipients] for recipients in listed]


def plan(office: Desk, campaign_id: str, at: Any) -> pb.Campaign:
    request = pb.ScheduleCampaignRequest(id=campaign_id, start_time=at)
    return office.campaigns.ScheduleCampaign(request)


def test_everybody_in_the_segment_with_an_address_is_told_once(
    empty_office: Desk, machinery: Machinery, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "STEP", 3)
    inside = people(empty_office, 7)
    people(empty_office, 2, country="FR")
    people(empty_office, 1, email="", last_name="Unreachable")
    assert launch(empty_office, draft).state == STATE.RUNNING
    machinery.settle()
    machinery.after(timedelta(seconds=1))  # it waited a moment for the segment to be collected

    chunks = told(empty_office, draft)
    assert [len(chunk) for chunk in chunks] == [3, 3, 1]
    assert sorted(sum(chunks, [])) == sorted(inside)
    done = read(empty_office, draft)
    assert (done.state, done.recipient_count) == (STATE.FINISHED, 7)
    names = [name for name, _ in empty_office.facts(f"campaigns/{draft}")]
    assert (names[0], names[-1]) == ("CampaignLaunched", "CampaignFinished")


def test_paused_and_resumed_it_leaves_nobody_out_and_tells_nobody_twice(
    empty_office: Desk, machinery: Machinery, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "STEP", 2)
    inside = people(empty_office, 5)
    machinery.settle()
    launch(empty_office, draft)
    assert machinery.step()
    empty_office.campaigns.PauseCampaign(pb.PauseCampaignRequest(id=draft))
    machinery.settle()
    assert (len(told(empty_office, draft)), read(empty_office, draft).state) == (1, STATE.PAUSED)

    empty_office.campaigns.ResumeCampaign(pb.ResumeCampaignRequest(id=draft))
    machinery.settle()
    assert sorted(sum(told(empty_office, draft), [])) == sorted(inside)


def test_a_step_that_fails_tells_nobody_and_the_next_one_everybody(
    empty_office: Desk, machinery: Machinery, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = people(empty_office, 4)
    machinery.settle()
    launch(empty_office, draft)
    honest = telling._tell

    def dies(*arguments: Any) -> None:
        honest(*arguments)
        raise OSError("the process dies before the commit")

    monkeypatch.setattr(telling, "_tell", dies)
    machinery.step()
    assert told(empty_office, draft) == []
    monkeypatch.setattr(telling, "_tell", honest)
    machinery.after(timedelta(minutes=10))
    assert sorted(sum(told(empty_office, draft), [])) == sorted(inside)


def test_what_notify_tells_is_added_up_and_shown_for_each(
    empty_office: Desk, machinery: Machinery, draft: str
) -> None:
    sent, held = people(empty_office, 2)
    machinery.settle()
    launch(empty_office, draft)
    machinery.settle()
    ids = {"id": "01937b5e-7c00-7000-8000-000000000021", "campaign_id": draft}
    delivered = notify.MessageSent(message={**ids, "contact_id": sent})
    machinery.tell(delivered)
    machinery.tell(delivered)
    reason = {"state_reason": "OPEN_COMPLAINT"}
    machinery.tell(notify.MessageHeld(message={**ids, **reason, "contact_id": held}))

    done = read(empty_office, draft)
    assert (done.sent_count, done.held_count, done.failed_count) == (1, 1, 0)
    request = pb.ListCampaignRecipientsRequest(campaign_id=draft, filter="state = HELD")
    (one,) = empty_office.campaigns.ListCampaignRecipients(request).recipients
    assert (one.contact_id, one.state, one.reason) == (held, ENDS.HELD, "OPEN_COMPLAINT")


@pytest.mark.parametrize("late", ["sent", "given up"])
def test_a_message_that_was_given_up_and_went_out_counts_as_sent(
    empty_office: Desk, machinery: Machinery, draft: str, late: str
) -> None:
    (ada,) = people(empty_office, 1)
    machinery.settle()
    launch(empty_office, draft)
    machinery.settle()
    ids = {"id": "01937b5e-7c00-7000-8000-000000000021", "campaign_id": draft, "contact_id": ada}
    given_up = notify.MessageFailed(message={**ids, "state_reason": "the worker died"})
    delivered = notify.MessageSent(message={**ids, "state_reason": "250 taken"})
    for fact in (given_up, delivered) if late == "sent" else (delivered, given_up):
        machinery.tell(fact)

    done = read(empty_office, draft)
    assert (done.sent_count, done.held_count, done.failed_count) == (1, 0, 0)
    request = pb.ListCampaignRecipientsRequest(campaign_id=draft)
    (one,) = empty_office.campaigns.ListCampaignRecipients(request).recipients
    assert (one.state, one.reason) == (ENDS.SENT, "250 taken")


@pytest.mark.parametrize("first", ["sent", "done"])
def test_what_people_did_with_it_is_counted_once_for_each(
    empty_office: Desk, machinery: Machinery, draft: str, first: str
) -> None:
    ada, bob = people(empty_office, 2)
    machinery.settle()
    launch(empty_office, draft)
    machinery.settle()
    ids = {"id": "01937b5e-7c00-7000-8000-000000000021", "campaign_id": draft}
    when = {"open_time": "2026-06-02T09:00:00Z", "click_time": "2026-06-02T09:01:00Z"}
    both = {**ids, **{name: _moment(time) for name, time in when.items()}}
    facts: list[Any] = [
        notify.MessageSent(message={**ids, "contact_id": ada}),
        notify.MessageOpened(message={**both, "contact_id": ada}),
        notify.MessageClicked(message={**both, "contact_id": ada}, url="https://a.example/1"),
        notify.MessageClicked(message={**both, "contact_id": ada}, url="https://a.example/2"),
        notify.MessageComplained(message={**both, "contact_id": ada}),
        notify.MessageBounced(message={**both, "contact_id": bob}, permanent=True),
    ]
    for fact in facts if first == "sent" else reversed(facts):
        machinery.tell(fact, times=2)

    done = read(empty_office, draft)
    counts = (done.sent_count, done.opened_count, done.clicked_count)
    assert counts == (1, 1, 1)
    assert (done.bounced_count, done.complained_count, done.recipient_count) == (1, 1, 2)
    request = pb.ListCampaignRecipientsRequest(campaign_id=draft, filter="click_time:*")
    (one,) = empty_office.campaigns.ListCampaignRecipients(request).recipients
    assert (one.contact_id, one.open_time.ToJsonString()) == (ada, when["open_time"])


def _moment(time: str) -> Timestamp:
    moment = Timestamp()
    moment.FromJsonString(time)
    return moment


def test_it_begins_by_itself_at_its_time(
    empty_office: Desk, machinery: Machinery, draft: str, clock: Clock
) -> None:
    people(empty_office, 1)
    machinery.settle()
    plan(empty_office, draft, clock.now() + timedelta(hours=2))
    machinery.after(timedelta(hours=1))
    assert read(empty_office, draft).state == STATE.SCHEDULED
    machinery.after(timedelta(hours=1))
    assert read(empty_office, draft).state == STATE.FINISHED
    assert len(told(empty_office, draft)) == 1


def test_a_moment_that_was_missed_by_a_day_waits_for_a_person(
    empty_office: Desk, machinery: Machinery, draft: str, clock: Clock
) -> None:
    people(empty_office, 1)
    plan(empty_office, draft, clock.now() + timedelta(hours=2))
    machinery.after(timedelta(days=1, hours=2))
    late = read(empty_office, draft)
    assert (late.state, late.state_reason) == (STATE.PAUSED, "TOO_LATE")
    assert told(empty_office, draft) == []


def test_it_reaches_no_further_than_who_launched_it(
    empty_office: Desk, machinery: Machinery, draft: str, as_person: AsPerson
) -> None:
    seller = as_person({"contacts.*": "own", "campaigns.*": "all"})
    own = people(empty_office, 1, owner_id=str(seller.id))
    people(empty_office, 1, email="other@example.com")
    machinery.settle()
    launch(Desk(empty_office.running, seller), draft)
    machinery.settle()
    assert told(empty_office, draft) == [own]


def test_a_campaign_to_nobody_does_not_begin(
    empty_office: Desk, machinery: Machinery, draft: str
) -> None:
    people(empty_office, 1, country="FR")
    people(empty_office, 1, email="", last_name="Unreachable")
    machinery.settle()
    with refused("FAILED_PRECONDITION", "SEGMENT_EMPTY"):
        launch(empty_office, draft)
    assert read(empty_office, draft).state == STATE.DRAFT
    (inside,) = people(empty_office, 1)
    machinery.settle()
    launch(empty_office, draft)
    machinery.settle()
    assert told(empty_office, draft) == [[inside]]


def test_what_runs_or_is_over_is_not_changed_and_its_segment_stays(
    empty_office: Desk, machinery: Machinery, draft: str
) -> None:
    people(empty_office, 1)
    launch(empty_office, draft)
    change = {"campaign": {"id": draft, "template_key": "other"}}
    request = pb.UpdateCampaignRequest(**change, update_mask={"paths": ["template_key"]})
    with refused("FAILED_PRECONDITION", "CAMPAIGN_STATE"):
        empty_office.campaigns.UpdateCampaign(request)
    with refused("FAILED_PRECONDITION", "CAMPAIGN_STATE"):
        launch(empty_office, draft)
    with refused("FAILED_PRECONDITION", "SEGMENT_IN_USE"):
        to = read(empty_office, draft).segment_id
        empty_office.segments.DeleteSegment(segments_pb2.DeleteSegmentRequest(id=to))
    empty_office.campaigns.CancelCampaign(pb.CancelCampaignRequest(id=draft))
    machinery.settle()
    assert read(empty_office, draft).state == STATE.CANCELLED
    assert told(empty_office, draft) == []
