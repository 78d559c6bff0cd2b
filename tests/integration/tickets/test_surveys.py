"""What customers say about solved tickets, by a link that cannot be made up."""

import pytest
from crm.tickets.v1 import surveys_pb2 as pb
from crm.tickets.v1 import surveys_pb2_grpc, tickets_pb2

from chassis.database import Database
from tests.harness.forging import forged
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.tickets.told import Tickets, create, fact, facts, read

Surveys = surveys_pb2_grpc.SurveyServiceStub


@pytest.fixture
def customer(as_person: AsPerson) -> Person:
    """Somebody nobody knows: the link is all there is."""
    return as_person(kind="anonymous")


def solved(tickets: Tickets, agent: Person, **fields: object) -> tickets_pb2.Ticket:
    ticket = create(tickets, agent, **fields)
    request = tickets_pb2.SolveTicketRequest(id=ticket.id)
    return tickets.SolveTicket(request, metadata=agent.metadata())


def token(database: Database) -> str:
    return str(fact(database, "SurveySent")["url"]).rpartition("/")[2]


def test_an_answer_is_kept_and_told_and_a_later_one_replaces_it(
    tickets: Tickets,
    surveys: Surveys,
    agent: Person,
    customer: Person,
    tickets_database: Database,
) -> None:
    ticket = solved(tickets, agent)
    link, me = token(tickets_database), customer.metadata()
    asked = surveys.ShowSurvey(pb.ShowSurveyRequest(token=link), metadata=me)
    for score, comment in ((1, "Slow."), (5, " Quick after all. ")):
        answer = pb.AnswerSurveyRequest(token=link, score=score, comment=comment)
        surveys.AnswerSurvey(answer, metadata=me)

    kept = surveys.ShowSurvey(pb.ShowSurveyRequest(token=link), metadata=me)
    told = fact(tickets_database, "SurveyAnswered")
    assert (asked.ticket_number, asked.subject, asked.score) == (ticket.number, ticket.subject, 0)
    assert (kept.score, kept.comment) == (5, "Quick after all.")
    assert (told["score"], told["ticket"]["id"]) == (5, ticket.id)
    assert read(tickets, agent, ticket.id).survey_score == 5


def test_a_customer_is_asked_once_for_each_ticket(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    ticket = solved(tickets, agent)
    me = agent.metadata()
    tickets.ReopenTicket(tickets_pb2.ReopenTicketRequest(id=ticket.id), metadata=me)
    tickets.SolveTicket(tickets_pb2.SolveTicketRequest(id=ticket.id), metadata=me)
    assert facts(tickets_database, ticket.id).count("SurveySent") == 1

    unreachable = solved(tickets, agent, contact_email="")
    assert "SurveySent" not in facts(tickets_database, unreachable.id)


def test_a_link_that_is_not_ours_asks_nothing(
    tickets: Tickets,
    surveys: Surveys,
    agent: Person,
    customer: Person,
    tickets_database: Database,
) -> None:
    solved(tickets, agent)
    link = token(tickets_database)
    for made_up in (forged(link), link[:32], "x" * 52, "ü" * 52):
        with refused("NOT_FOUND", "SURVEY_NOT_FOUND"):
            request = pb.AnswerSurveyRequest(token=made_up, score=1)
            surveys.AnswerSurvey(request, metadata=customer.metadata())


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_from_one_to_five(
    tickets: Tickets,
    surveys: Surveys,
    agent: Person,
    customer: Person,
    tickets_database: Database,
    score: int,
) -> None:
    solved(tickets, agent)
    request = pb.AnswerSurveyRequest(token=token(tickets_database), score=score)
    with refused("INVALID_ARGUMENT"):
        surveys.AnswerSurvey(request, metadata=customer.metadata())
