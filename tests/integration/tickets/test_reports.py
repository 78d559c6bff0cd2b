"""The reports of support: numbers that people can check by hand."""

from datetime import timedelta

from crm.tickets.v1 import (
    messages_pb2,
    portal_pb2,
    portal_pb2_grpc,
    reports_pb2_grpc,
    surveys_pb2,
    surveys_pb2_grpc,
)
from crm.tickets.v1 import reports_pb2 as pb
from crm.tickets.v1 import tickets_pb2 as tickets_pb

from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.told import Messages, Tickets, create, fact

HOUR = timedelta(hours=1)
Reports = reports_pb2_grpc.ReportServiceStub
Surveys = surveys_pb2_grpc.SurveyServiceStub


def reply(messages: Messages, person: Person, ticket: tickets_pb.Ticket) -> None:
    request = messages_pb2.SendReplyRequest(ticket_id=ticket.id, text="Try again.")
    messages.SendReply(request, metadata=person.metadata())


def solve(tickets: Tickets, person: Person, ticket: tickets_pb.Ticket) -> None:
    tickets.SolveTicket(tickets_pb.SolveTicketRequest(id=ticket.id), metadata=person.metadata())


def listed(tickets: Tickets, person: Person, filter_: str) -> list[str]:
    request = tickets_pb.ListTicketsRequest(filter=filter_)
    return [each.id for each in tickets.ListTickets(request, metadata=person.metadata()).tickets]


def times(reports: Reports, person: Person) -> dict[tuple[str, str], pb.ServiceTimes]:
    request = pb.ReportServiceTimesRequest()
    rows = reports.ReportServiceTimes(request, metadata=person.metadata()).rows
    return {(row.metric, row.priority): row for row in rows}


def test_first_answers_are_told_by_priority_and_over_all(
    reports: Reports, tickets: Tickets, messages: Messages, agent: Person, clockwork: Clockwork
) -> None:
    normal = [create(tickets, agent) for _ in range(3)]
    high = create(tickets, agent, priority="HIGH")
    create(tickets, agent, priority="LOW")
    for ticket in normal:
        clockwork.after(HOUR)
        reply(messages, agent, ticket)
    reply(messages, agent, high)
    found = times(reports, agent)

    mine, late = found["first_response", "NORMAL"], found["first_response", "HIGH"]
    assert (mine.count, mine.met, mine.breached) == (3, 3, 0)
    assert abs(mine.median_seconds - 7200) < 60
    assert abs(mine.p90_seconds - 10800) < 60
    assert (late.count, late.met, late.breached) == (1, 0, 1)
    assert (found["first_response", ""].count, found["first_response", "LOW"].count) == (4, 0)
    assert found["resolution", ""].count == 0


def test_the_tickets_behind_what_was_late_are_listed(
    reports: Reports, tickets: Tickets, messages: Messages, agent: Person, clockwork: Clockwork
) -> None:
    answered, silent = create(tickets, agent), create(tickets, agent, priority="URGENT")
    reply(messages, agent, answered)
    clockwork.after(9 * HOUR)

    found = times(reports, agent)
    for metric, late in (("first_response", [silent.id]), ("resolution", [silent.id])):
        assert found[metric, ""].breached == len(late)
        assert listed(tickets, agent, f"{metric}_breached = true") == late
    clockwork.after(90 * HOUR)
    assert listed(tickets, agent, "first_response_breached = true") == [silent.id]
    both = {answered.id, silent.id}
    assert set(listed(tickets, agent, "resolution_breached = true")) == both


def test_what_customers_said_is_counted_and_quoted(
    reports: Reports,
    tickets: Tickets,
    surveys: Surveys,
    agent: Person,
    tickets_database: Database,
) -> None:
    for score, comment in ((5, "Quick."), (2, "Slow."), (0, "")):
        ticket = create(tickets, agent)
        tickets.TakeTicket(tickets_pb.TakeTicketRequest(id=ticket.id), metadata=agent.metadata())
        solve(tickets, agent, ticket)
        token = str(fact(tickets_database, "SurveySent")["url"]).rpartition("/")[2]
        if score:
            answer = surveys_pb2.AnswerSurveyRequest(token=token, score=score, comment=comment)
            surveys.AnswerSurvey(answer)
    request = pb.ReportSatisfactionRequest()
    found = reports.ReportSatisfaction(request, metadata=agent.metadata())

    assert (found.sent, found.answered, found.happy) == (3, 2, 1)
    assert [*found.scores] == [0, 1, 0, 0, 1]
    assert [comment.comment for comment in found.comments] == ["Slow.", "Quick."]


def test_the_backlog_is_sorted_by_state_age_and_desk(
    reports: Reports,
    tickets: Tickets,
    portal: portal_pb2_grpc.PortalServiceStub,
    agent: Person,
    clockwork: Clockwork,
    as_person: AsPerson,
) -> None:
    post = portal_pb2.SubmitTicketRequest(email="ann@example.com", subject="Hi", text="Furious.")
    portal.SubmitTicket(post)
    clockwork.after(timedelta(days=4))
    taken = create(tickets, agent)
    tickets.TakeTicket(tickets_pb.TakeTicketRequest(id=taken.id), metadata=agent.metadata())
    found = reports.ReportBacklog(pb.ReportBacklogRequest(), metadata=agent.metadata())

    assert (found.open, found.unassigned, found.breached, found.complaints) == (2, 1, 1, 1)
    assert {each.key: each.count for each in found.states if each.count} == {"NEW": 1, "OPEN": 1}
    ages = {each.key: each.count for each in found.ages if each.count}
    assert ages == {"under_1d": 1, "3d_to_7d": 1}
    assert sum(each.count for each in found.owners) == 2
    nobody = as_person({"tickets.report": "own"})
    assert reports.ReportBacklog(pb.ReportBacklogRequest(), metadata=nobody.metadata()).open == 0
