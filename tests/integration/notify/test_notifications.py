"""What the people who work here are told, on which ways, and what they do with it."""

from typing import Any
from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.gateway.v1 import events_pb2 as accounts
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import notifications_pb2 as pb
from crm.notify.v1 import notifications_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import text

from chassis.database import Database
from chassis.errors import Unavailable
from services.notify.notifications.model import heard
from tests import vectors
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import Hire, Worker
from tests.integration.notify.sink import Sink

Stub = notifications_pb2_grpc.NotificationServiceStub
TEAM = str(uuid4())
NOON = Timestamp(seconds=1_800_000_000)


def assigned(owner: Person, **more: object) -> leads.ContactAssigned:
    """A lead was given to somebody."""
    contact = {"id": str(uuid4()), "etag": "1", "full_name": "Ada Lovelace"}
    told = {"contact": contact, "explanation": "Lives in Germany.", **more}
    return leads.ContactAssigned(owner_id=str(owner.id), **told)


def ticket(**fields: object) -> dict[str, Any]:
    given = {"id": str(uuid4()), "etag": "2", "number": 1042, "subject": "Export is empty"}
    return {**given, "team_id": TEAM, **fields}


def shown(stub: Stub, who: Person, **asked: object) -> list[pb.Notification]:
    request = pb.ListNotificationsRequest(**asked)
    return [*stub.ListNotifications(request, metadata=who.metadata()).notifications]


def unread(stub: Stub, who: Person) -> int:
    request = pb.CountNotificationsRequest(filter="read = false")
    return stub.CountNotifications(request, metadata=who.metadata()).count


def choose(stub: Stub, who: Person, kind: str, etag: str = "", **ways: bool) -> Any:
    request = pb.UpdateNotificationPreferenceRequest(
        notification_preference={"kind": kind, "etag": etag, **ways},
        update_mask={"paths": [*ways]},
    )
    return stub.UpdateNotificationPreference(request, metadata=who.metadata())


def test_a_rep_is_told_of_a_lead_inside_the_product_and_by_mail_once(
    worker: Worker, colleague: Hire, notifications: Stub, sink: Sink
) -> None:
    rita, other = colleague("Rita", "rep"), colleague("Otto", "rep")
    fact = assigned(rita)
    worker.hear(fact)
    worker.hear(fact)
    worker.work()

    (told,) = shown(notifications, rita)
    assert (told.kind, told.title, told.body, told.read) == (
        "contact_assigned", "New lead: Ada Lovelace", "Lives in Germany.", False,
    )  # fmt: skip
    assert (told.subject_type, told.subject_id) == ("contact", fact.contact.id)
    assert shown(notifications, other) == []
    (letter,) = sink.letters
    assert (letter["To"], letter["Subject"]) == ("rita@crm.example", "New lead: Ada Lovelace")
    assert f"https://crm.example/leads/people/{fact.contact.id}" in letter.get_content()


def test_what_is_told_is_a_fact_about_the_person_told(
    worker: Worker, colleague: Hire, database: Database
) -> None:
    rita = colleague("Rita", "rep")
    worker.hear(assigned(rita))
    kind = "crm.notify.v1.NotificationCreated"
    with database.reading() as tx:
        statement = text("SELECT owner_id FROM outbox WHERE type = :kind")
        (owner,) = tx.execute(statement, {"kind": kind}).scalars()
    assert owner == rita.id


def facts_of(rep: Person) -> list[tuple[Message, str]]:
    """Facts that concern one rep, and what the rep reads."""
    contact = {"id": str(uuid4()), "full_name": "Ada"}
    mine = {"contact": contact, "owner_id": str(rep.id), "due_time": NOON}
    call = {"id": str(uuid4()), "owner_id": str(rep.id), "subject": "First call"}
    contract = {
        "id": str(uuid4()), "owner_id": str(rep.id), "title": "Rota", "end_date": "2027-03-01",
    }  # fmt: skip
    own = ticket(owner_id=str(rep.id))
    return [
        (leads.FollowUpWarned(**mine), "Follow up Ada"),
        (leads.FollowUpMissed(**mine, next_owner_id=str(uuid4())), "Ada went to somebody else"),
        (leads.FollowUpMissed(**mine), "Ada still waits"),
        (deals.SummaryMissed(activity=call), "No summary yet: First call"),
        (deals.ContractRenewalNeared(contract=contract), "Contract ends on 2027-03-01: Rota"),
        (deals.UpgradeSuggested(contract=contract), "Offer a larger plan: Rota"),
        (
            leads.CleanupRoundBuilt(
                round_id=str(uuid4()), reviewer_id=str(rep.id), item_count=3, stale_count=3
            ),
            "3 records wait to be cleaned up",
        ),
        (tickets.TicketAssigned(ticket=own), "Ticket #1042 is yours now: Export is empty"),
        (
            tickets.SlaWarned(ticket=own, metric="resolution", due_time=NOON),
            "Ticket #1042 runs out of time: Export is empty",
        ),
        (
            tickets.SlaBreached(ticket=own, metric="first_response", due_time=NOON),
            "Ticket #1042 is late: Export is empty",
        ),
    ]


@pytest.mark.parametrize("number", range(10))
def test_each_fact_that_concerns_somebody_is_told_to_them(
    worker: Worker, colleague: Hire, notifications: Stub, number: int
) -> None:
    rita = colleague("Rita", "rep")
    fact, title = facts_of(rita)[number]
    worker.hear(fact)
    assert [each.title for each in shown(notifications, rita)] == [title]


def test_who_took_a_ticket_is_not_told_what_they_did(
    worker: Worker, colleague: Hire, notifications: Stub
) -> None:
    agent = colleague("Ann", "agent")
    worker.hear(
        tickets.TicketAssigned(ticket=ticket(owner_id=str(agent.id))), actor=f"user:{agent.id}"
    )
    assert shown(notifications, agent) == []


BAD = [
    lambda: tickets.ComplaintOpened(ticket=ticket()),
    lambda: tickets.SurveyAnswered(ticket=ticket(), score=1, comment="Slow."),
    lambda: tickets.SlaWarned(ticket=ticket(), metric="resolution", due_time=NOON),
]


@pytest.mark.parametrize("bad", BAD)
def test_a_manager_hears_of_what_goes_wrong_in_the_team(
    worker: Worker, colleague: Hire, notifications: Stub, bad: Any
) -> None:
    manager = colleague("Mona", "manager", teams=(TEAM,))
    others = [colleague("Max", "manager", teams=(str(uuid4()),)), colleague("Rita", "rep")]
    worker.hear(bad())
    assert len(shown(notifications, manager)) == 1
    assert [shown(notifications, other) for other in others] == [[], []]


def test_without_a_manager_of_the_team_the_others_hear_of_it_and_without_any_the_admins(
    worker: Worker, colleague: Hire, notifications: Stub
) -> None:
    admin = colleague("Ada", "admin")
    worker.hear(tickets.ComplaintOpened(ticket=ticket()))
    other = colleague("Max", "manager")
    worker.hear(tickets.ComplaintOpened(ticket=ticket()))
    assert len(shown(notifications, admin)) == 1
    assert len(shown(notifications, other)) == 1


def test_a_good_score_is_told_to_nobody(
    worker: Worker, colleague: Hire, notifications: Stub
) -> None:
    manager = colleague("Mona", "manager")
    worker.hear(tickets.SurveyAnswered(ticket=ticket(), score=3))
    assert shown(notifications, manager) == []


def test_who_may_not_sign_in_any_more_is_told_nothing_and_who_is_unknown_is_waited_for(
    worker: Worker, colleague: Hire, notifications: Stub, as_person: AsPerson, sink: Sink
) -> None:
    gone, stranger = colleague("Gerd", "rep", active=False), as_person({})
    worker.hear(assigned(gone))
    worker.work()
    assert (shown(notifications, gone), sink.letters) == ([], [])
    with pytest.raises(Unavailable):
        worker.hear(assigned(stranger))


def test_older_news_of_a_person_changes_nothing(
    worker: Worker, colleague: Hire, sink: Sink
) -> None:
    rita = colleague("Rita", "rep")
    for etag, email in (("3", "new@crm.example"), ("2", "old@crm.example")):
        user = {"id": str(rita.id), "etag": etag, "email": email, "active": True}
        worker.hear(accounts.UserUpdated(user=user))
    worker.hear(assigned(rita))
    worker.work()
    assert [letter["To"] for letter in sink.letters] == ["new@crm.example"]


def test_reading_one_and_reading_all_up_to_what_was_seen(
    worker: Worker, colleague: Hire, notifications: Stub
) -> None:
    rita, other = colleague("Rita", "rep"), colleague("Otto", "rep")
    for number in range(4):
        worker.hear(assigned(rita, explanation=str(number)))
    worker.hear(assigned(other))
    newest, seen, _, first = shown(notifications, rita)

    for _ in range(2):
        request = pb.ReadNotificationRequest(id=first.id)
        read = notifications.ReadNotification(request, metadata=rita.metadata())
        assert (read.read, read.etag) == (True, "2")
    with refused("NOT_FOUND", "NOTIFICATION_NOT_FOUND"):
        notifications.ReadNotification(
            pb.ReadNotificationRequest(id=first.id), metadata=other.metadata()
        )
    request = pb.ReadAllNotificationsRequest(newest_id=seen.id)
    assert notifications.ReadAllNotifications(request, metadata=rita.metadata()).count == 2
    assert [each.id for each in shown(notifications, rita, filter="read = false")] == [newest.id]
    everything = pb.ReadAllNotificationsRequest()
    assert notifications.ReadAllNotifications(everything, metadata=rita.metadata()).count == 1
    assert (unread(notifications, rita), unread(notifications, other)) == (0, 1)


def test_the_count_stops_at_a_hundred_and_says_so(
    colleague: Hire, notifications: Stub, database: Database
) -> None:
    rita = colleague("Rita", "rep")
    with database.transaction() as tx:
        tx.execute(
            text(
                "INSERT INTO notifications SELECT gen_random_uuid(), now(), now(), 1, :user, 'x', "
                "'', '', '', '', n, false, NULL FROM generate_series(1, 101) AS n"
            ),
            {"user": rita.id},
        )
    found = notifications.CountNotifications(
        pb.CountNotificationsRequest(), metadata=rita.metadata()
    )
    assert (found.count, found.capped) == (100, True)


def test_a_person_chooses_the_ways_and_can_take_it_back(
    worker: Worker, colleague: Hire, notifications: Stub, sink: Sink
) -> None:
    rita = colleague("Rita", "rep")
    chosen = choose(notifications, rita, "contact_assigned", mail=False)
    assert (chosen.in_app, chosen.mail) == (True, False)
    worker.hear(assigned(rita))
    worker.work()
    assert (unread(notifications, rita), len(sink.letters)) == (1, 0)

    with refused("ABORTED", "ETAG_MISMATCH"):
        choose(notifications, rita, "contact_assigned", etag="0", mail=True)
    choose(notifications, rita, "contact_assigned", etag=chosen.etag, mail=True, in_app=False)
    worker.hear(assigned(rita))
    worker.work()
    assert (unread(notifications, rita), len(sink.letters)) == (1, 1)


def test_a_wish_for_everything_counts_where_nothing_else_was_said(
    colleague: Hire, notifications: Stub
) -> None:
    rita = colleague("Rita", "rep")
    choose(notifications, rita, "everything", mail=False, in_app=False)
    choose(notifications, rita, "sla_warned", mail=True)
    request = pb.ListNotificationPreferencesRequest()
    told = notifications.ListNotificationPreferences(request, metadata=rita.metadata())
    ways = {each.kind: (each.in_app, each.mail) for each in told.notification_preferences}
    assert ways["contact_assigned"] == (False, False)
    assert ways["sla_warned"] == (False, True)
    assert ways["complaint_opened"] == (True, False), "everybody hears of complaints"


def test_what_everybody_hears_of_cannot_be_turned_off_and_kinds_are_not_made_up(
    colleague: Hire, notifications: Stub
) -> None:
    rita = colleague("Rita", "rep")
    with refused("FAILED_PRECONDITION", "KIND_FIXED"):
        choose(notifications, rita, "complaint_opened", in_app=False)
    with refused("NOT_FOUND", "KIND_NOT_FOUND"):
        choose(notifications, rita, "weather", mail=True)


@pytest.mark.parametrize(
    "case",
    vectors.load("preferences_precedence.json").get("cases", []),
    ids=lambda case: case["id"],
)
def test_wishes_take_precedence_as_the_vectors_say(case: dict[str, Any]) -> None:
    usual = case["workflow"] if case.get("dashboard") is None else case["dashboard"]
    wishes = {"everything": case["global"], "own": case["per_workflow"]}
    assert heard(usual, **wishes, fixed=case.get("readonly", False)) is case["expected"]
