"""A ticket's clocks in working time, on the moved clock; the week begins on Monday at nine."""

from datetime import UTC, datetime, timedelta

import pytest
from crm.tickets.v1 import messages_pb2, messages_pb2_grpc
from crm.tickets.v1 import tickets_pb2 as pb

from chassis.database import Database
from tests.harness.handling import beside_a_worker
from tests.harness.people import Person
from tests.integration.tickets.conftest import MONDAY, Clockwork
from tests.integration.tickets.told import Tickets, create, fact, facts, read

HOUR = timedelta(hours=1)
#: A test takes some seconds between Monday at nine and its ticket.
CLOSE = timedelta(minutes=10)
Messages = messages_pb2_grpc.MessageServiceStub


def clocks(tickets: Tickets, person: Person, ticket: pb.Ticket) -> dict[str, pb.SlaClock]:
    request = pb.ShowSlaRequest(ticket_id=ticket.id)
    found = tickets.ShowSla(request, metadata=person.metadata()).clocks
    assert [clock.metric for clock in found] == ["first_response", "resolution"]
    return {clock.metric: clock for clock in found}


def due(clock: pb.SlaClock) -> datetime:
    assert clock.HasField("due_time")
    return clock.due_time.ToDatetime(tzinfo=UTC)


def reply(messages: Messages, person: Person, ticket: pb.Ticket) -> None:
    request = messages_pb2.SendReplyRequest(ticket_id=ticket.id, text="Try again.")
    messages.SendReply(request, metadata=person.metadata())


def update(tickets: Tickets, person: Person, ticket: pb.Ticket, priority: str) -> None:
    change = {"id": ticket.id, "priority": priority}
    request = pb.UpdateTicketRequest(ticket=change, update_mask={"paths": ["priority"]})
    tickets.UpdateTicket(request, metadata=person.metadata())


def near(moment: datetime, expected: datetime) -> bool:
    return abs(moment - expected) < CLOSE


@pytest.mark.parametrize(
    ("priority", "first_response", "resolution"),
    [
        ("LOW", MONDAY + 8 * HOUR, MONDAY + timedelta(days=2) + 8 * HOUR),
        ("NORMAL", MONDAY + 4 * HOUR, MONDAY + timedelta(days=1) + 8 * HOUR),
        ("HIGH", MONDAY + HOUR, MONDAY + 8 * HOUR),
        ("URGENT", MONDAY + HOUR / 2, MONDAY + 4 * HOUR),
    ],
)
def test_every_priority_has_its_targets_in_working_days_of_eight_hours(
    tickets: Tickets, agent: Person, priority: str, first_response: datetime, resolution: datetime
) -> None:
    found = clocks(tickets, agent, create(tickets, agent, priority=priority))
    seconds = (
        found["first_response"].target_seconds,
        found["resolution"].target_seconds,
    )
    # What is due at the end of a day may be due the next morning, as the test is seconds late.
    closing = {17: timedelta(hours=16), 9: timedelta()}
    for name, wanted in (("first_response", first_response), ("resolution", resolution)):
        at = due(found[name])
        assert near(at, wanted) or near(at, wanted + closing.get(wanted.hour, timedelta()))
    assert found["resolution"].policy.startswith(f"{priority.lower()} priority: ")
    assert found["resolution"].calendar == "Mon to Fri 09:00-17:00 (UTC)"
    assert seconds[0] < seconds[1]


def test_a_clock_warns_at_three_quarters_and_runs_out_each_once(
    tickets: Tickets, agent: Person, clockwork: Clockwork, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    first = facts(tickets_database, ticket.id)
    clockwork.after(3 * HOUR - timedelta(minutes=1))
    assert facts(tickets_database, ticket.id) == first

    clockwork.after(timedelta(minutes=2))
    assert facts(tickets_database, ticket.id) == [*first, "SlaWarned"]
    assert clocks(tickets, agent, ticket)["first_response"].state == pb.SlaClock.WARNED

    for _ in range(3):
        clockwork.after(HOUR)
    told = facts(tickets_database, ticket.id)
    assert told == [*first, "SlaWarned", "SlaBreached"]
    assert fact(tickets_database, "SlaBreached")["metric"] == "first_response"
    assert read(tickets, agent, ticket.id).breached
    assert clocks(tickets, agent, ticket)["first_response"].state == pb.SlaClock.BREACHED


def test_nights_and_weekends_do_not_count(
    tickets: Tickets, agent: Person, clockwork: Clockwork
) -> None:
    clockwork.after(timedelta(days=4) + 7 * HOUR)  # Friday at four
    ticket = create(tickets, agent)

    found = clocks(tickets, agent, ticket)

    assert near(due(found["first_response"]), MONDAY + timedelta(days=7) + 3 * HOUR)
    assert read(tickets, agent, ticket.id).due_time == found["first_response"].due_time


def test_waiting_for_the_customer_does_not_count_and_waiting_for_others_does(
    tickets: Tickets, agent: Person, clockwork: Clockwork
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    clockwork.after(HOUR)
    tickets.AwaitTicket(pb.AwaitTicketRequest(id=ticket.id), metadata=me)
    paused = clocks(tickets, agent, ticket)["first_response"]
    unplanned = read(tickets, agent, ticket.id)
    clockwork.after(2 * HOUR)
    tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)
    tickets.HoldTicket(pb.HoldTicketRequest(id=ticket.id), metadata=me)
    resumed = clocks(tickets, agent, ticket)["first_response"]

    assert (paused.state, paused.HasField("due_time")) == (pb.SlaClock.PAUSED, False)
    assert not unplanned.HasField("due_time")
    assert near(due(resumed), MONDAY + 6 * HOUR)
    assert resumed.elapsed_seconds == pytest.approx(3600, abs=30)
    assert [pause.HasField("end_time") for pause in resumed.pauses] == [True]


def test_an_answer_stops_the_first_clock_and_a_note_does_not(
    tickets: Tickets, messages: Messages, agent: Person, clockwork: Clockwork
) -> None:
    ticket = create(tickets, agent)
    clockwork.after(HOUR)
    note = messages_pb2.AddNoteRequest(ticket_id=ticket.id, text="Hm.")
    messages.AddNote(note, metadata=agent.metadata())
    assert clocks(tickets, agent, ticket)["first_response"].state == pb.SlaClock.RUNNING

    reply(messages, agent, ticket)

    found = clocks(tickets, agent, ticket)
    assert found["first_response"].state == pb.SlaClock.MET
    assert found["resolution"].state == pb.SlaClock.RUNNING
    assert read(tickets, agent, ticket.id).due_time == found["resolution"].due_time


def test_another_priority_is_measured_from_the_start_with_all_pauses(
    tickets: Tickets, agent: Person, clockwork: Clockwork, tickets_database: Database
) -> None:
    ticket = create(tickets, agent, priority="LOW")
    me = agent.metadata()
    tickets.AwaitTicket(pb.AwaitTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(HOUR)
    tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(2 * HOUR)

    update(tickets, agent, ticket, "NORMAL")
    normal = clocks(tickets, agent, ticket)["first_response"]
    update(tickets, agent, ticket, "HIGH")

    (change,) = normal.changes
    assert near(due(normal), MONDAY + 5 * HOUR)
    assert (change.old_priority, change.new_priority) == (pb.Ticket.LOW, pb.Ticket.NORMAL)
    assert change.new_due_time == normal.due_time
    assert near(change.old_due_time.ToDatetime(tzinfo=UTC), MONDAY + timedelta(days=1, hours=1))
    assert facts(tickets_database, ticket.id).count("SlaBreached") == 1, "an hour was over already"
    clockwork.after(timedelta(minutes=1))
    assert facts(tickets_database, ticket.id).count("SlaBreached") == 1


def test_the_time_a_ticket_was_solved_does_not_count(
    tickets: Tickets, messages: Messages, agent: Person, clockwork: Clockwork
) -> None:
    ticket = create(tickets, agent, priority="HIGH")
    me = agent.metadata()
    reply(messages, agent, ticket)
    clockwork.after(HOUR)
    solved = tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)
    met = clocks(tickets, agent, ticket)["resolution"]
    clockwork.after(timedelta(days=1))
    again = tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(HOUR)

    resumed = clocks(tickets, agent, ticket)["resolution"]

    assert met.state == pb.SlaClock.MET
    assert again.first_solve_time == solved.solve_time
    assert resumed.state == pb.SlaClock.RUNNING
    assert resumed.elapsed_seconds == pytest.approx(7200, abs=30)


def test_solving_without_an_answer_leaves_none_due(
    tickets: Tickets, agent: Person, clockwork: Clockwork, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    solved = tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(timedelta(days=2))

    found = clocks(tickets, agent, ticket)
    assert (found["first_response"].state, found["resolution"].state) == (
        pb.SlaClock.CLEARED,
        pb.SlaClock.MET,
    )
    assert not solved.HasField("due_time")
    assert "SlaBreached" not in facts(tickets_database, ticket.id)


def test_a_closed_ticket_has_nothing_due(
    tickets: Tickets, agent: Person, clockwork: Clockwork, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    closed = tickets.CloseTicket(pb.CloseTicketRequest(id=ticket.id), metadata=agent.metadata())
    clockwork.after(timedelta(days=30))

    states = {clock.state for clock in clocks(tickets, agent, ticket).values()}
    assert states == {pb.SlaClock.CLEARED}
    assert not closed.HasField("due_time")
    assert facts(tickets_database, ticket.id) == ["TicketCreated", "TicketClosed"]


def test_solving_waits_for_the_clock_a_worker_is_at_and_nobody_is_stuck(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    solve = pb.SolveTicketRequest(id=ticket.id)
    solved = beside_a_worker(
        tickets_database,
        "tickets",
        ticket.id,
        lambda: tickets.SolveTicket.future(solve, metadata=agent.metadata()),
    )
    assert solved.state == pb.Ticket.SOLVED
