"""NPS: asked by a person or by itself, answered by the link, counted by its last answer (R19)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.tickets.v1 import surveys_pb2, tickets_pb2

from chassis import context
from chassis.clock import Clock
from chassis.database import Database
from services.tickets.nps.reactions import NpsReactions
from services.tickets.signing import Links
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.nps_desk import NpsDesk, nps_desk
from tests.integration.tickets.told import Tickets, create

__all__ = ["nps_desk"]
DAY = timedelta(days=1)


def test_a_contact_is_asked_answers_and_changes_the_answer(nps_desk: NpsDesk) -> None:
    survey = nps_desk.ask(nps_desk.contact())
    shown = nps_desk.look(survey)
    assert (shown.kind, shown.HasField("answer_time")) == (surveys_pb2.Survey.NPS, False)

    nps_desk.answer(survey, 10, " Great. ")
    nps_desk.answer(survey, 0, "I was wrong.")

    (kept,) = nps_desk.listed("score = 0")
    assert (kept.id, kept.comment) == (survey.id, "I was wrong.")
    assert nps_desk.look(survey).HasField("answer_time")
    first, second = nps_desk.facts("NpsSurveyAnswered")
    assert (first["survey"]["score"], first.get("previous_score")) == (10, None)
    assert (second["survey"]["score"], second["previous_score"]) == (0, 10)
    found = nps_desk.report()
    assert (found.sent, found.answered, found.promoters, found.detractors) == (1, 1, 0, 1)
    assert found.nps == -100


@pytest.mark.parametrize("score", [-1, 11, None])
def test_a_score_is_from_nought_to_ten_and_must_be_given(
    nps_desk: NpsDesk, score: int | None
) -> None:
    survey = nps_desk.ask(nps_desk.contact())
    with refused("INVALID_ARGUMENT"):
        nps_desk.answer(survey, score)
    assert nps_desk.facts("NpsSurveyAnswered") == []


def test_the_report_counts_and_quotes(nps_desk: NpsDesk) -> None:
    assert not nps_desk.report().HasField("nps")
    for score in (10, 9, 8, 7, 6, None):
        survey = nps_desk.ask(nps_desk.contact(full_name="Ann"))
        if score is not None:
            nps_desk.answer(survey, score, f"said {score}")
    found = nps_desk.report()
    assert (found.sent, found.answered) == (6, 5)
    assert (found.promoters, found.passives, found.detractors, found.nps) == (2, 2, 1, 20)
    assert [*found.scores] == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert [each.comment for each in found.comments][:2] == ["said 6", "said 7"]
    with refused("INVALID_ARGUMENT"):
        nps_desk.report(since_date="yesterday")


def test_nobody_is_asked_twice_within_the_pause_or_without_an_address(
    nps_desk: NpsDesk, clock: Clock
) -> None:
    ann = nps_desk.contact()
    nps_desk.ask(ann)
    clock.advance(89 * DAY)
    with refused("FAILED_PRECONDITION", "ASKED_RECENTLY") as refusal:
        nps_desk.ask(ann)
    assert "asked 89 days ago; the pause between two is 90 days" in refusal.message
    clock.advance(2 * DAY)
    nps_desk.ask(ann)
    nps_desk.allow(pause_days=0)
    clock.advance(timedelta(seconds=1))
    nps_desk.ask(ann)
    assert len(nps_desk.listed()) == 3
    with refused("FAILED_PRECONDITION", "NO_ADDRESS"):
        nps_desk.ask(nps_desk.contact(email=""))


def test_a_contact_out_of_reach_is_not_asked_and_answers_go_with_the_contact(
    nps_desk: NpsDesk,
    tickets_server: Running,
    tickets_database: Database,
    as_person: AsPerson,
) -> None:
    rep = as_person({"nps_surveys.*": "own"})
    theirs = NpsDesk(tickets_server, tickets_database, rep)
    ann = nps_desk.contact()
    for unknown in (ann, uuid4()):
        with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
            theirs.ask(unknown)
    nps_desk.answer(nps_desk.ask(ann), 9)
    assert (theirs.listed(), theirs.report().answered) == ([], 0)

    nps_desk.contact(ann, owner_id=str(rep.id))
    assert [each.contact_id for each in theirs.listed()] == [str(ann)]
    assert theirs.report().nps == 100


def sign(database: Database, contact_id: UUID, clock: Clock) -> None:
    """Sales tells that a contract of the contact begins today."""
    contract = {"contact_id": str(contact_id), "start_date": clock.now().date().isoformat()}
    reactions = NpsReactions(Links("https://crm.example", "key" * 12))
    with context.use(context.system_call("test")), database.transaction() as tx:
        reactions.plan(deals.ContractSigned(contract=contract), tx)


def test_where_the_policy_says_so_a_customer_is_asked_some_days_after_the_start_once(
    nps_desk: NpsDesk, clock: Clock, clockwork: Clockwork
) -> None:
    early, ann = nps_desk.contact(), nps_desk.contact()
    sign(nps_desk.database, early, clock)
    nps_desk.allow(days_after_start=30)
    sign(nps_desk.database, ann, clock)
    sign(nps_desk.database, ann, clock)
    clockwork.after(29 * DAY)
    assert nps_desk.listed() == []
    clockwork.after(DAY)
    clockwork.after(DAY)
    assert [each.contact_id for each in nps_desk.listed()] == [str(ann)]


def test_who_complains_is_asked_when_the_complaint_is_over(
    nps_desk: NpsDesk, clock: Clock, clockwork: Clockwork, tickets: Tickets, agent: Person
) -> None:
    nps_desk.allow(days_after_start=10)
    ann = nps_desk.contact()
    sign(nps_desk.database, ann, clock)
    ticket = create(tickets, agent, type="COMPLAINT", contact_id=str(ann), contact_email="")
    clockwork.after(11 * DAY)
    assert nps_desk.listed() == []
    solve(tickets, agent, ticket.id)
    clockwork.after(7 * DAY)
    assert [each.contact_id for each in nps_desk.listed()] == [str(ann)]


def solve(tickets: Tickets, agent: Person, ticket_id: str) -> None:
    request = tickets_pb2.SolveTicketRequest(id=ticket_id)
    tickets.SolveTicket(request, metadata=agent.metadata())
