"""Tickets through the gRPC server: states, answers, complaints, scope."""

from datetime import timedelta

import pytest
from crm.tickets.v1 import messages_pb2, messages_pb2_grpc
from crm.tickets.v1 import tickets_pb2 as pb

from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.told import Tickets, create, facts, read
from tests.vectors import load


@pytest.fixture
def key(as_person: AsPerson) -> Person:
    """A program that opens tickets for nobody in particular."""
    return as_person({"tickets.*": "all"}, kind="key")


def test_the_states_are_those_of_the_field() -> None:
    machines = load("ticket_states.json").get("machines")
    if machines is None:
        pytest.skip("the shared vectors are not here")
    ours = [name.lower() for name in pb.Ticket.State.keys()[1:]]
    assert ours == machines["zendesk"]["states"]


def test_a_ticket_nobody_sees_to_is_new_and_has_a_number(
    tickets: Tickets, key: Person, tickets_database: Database
) -> None:
    first, second = create(tickets, key), create(tickets, key, description="Since today.")

    assert (first.state, first.owner_id, first.number + 1) == (pb.Ticket.NEW, "", second.number)
    assert (first.type, first.priority) == (pb.Ticket.QUESTION, pb.Ticket.NORMAL)
    assert facts(tickets_database, first.id) == ["TicketCreated"]
    assert facts(tickets_database, second.id) == ["TicketCreated", "MessageReceived"]


def test_solving_needs_somebody_who_saw_to_it(
    tickets: Tickets, key: Person, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, key)
    me = agent.metadata()
    with refused("FAILED_PRECONDITION", "ASSIGNEE_MISSING"):
        tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)

    taken = tickets.TakeTicket(pb.TakeTicketRequest(id=ticket.id), metadata=me)
    solved = tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)

    assert (taken.state, taken.owner_id) == (pb.Ticket.OPEN, str(agent.id))
    assert solved.state == pb.Ticket.SOLVED
    told = ["TicketCreated", "TicketAssigned", "TicketSolved", "SurveySent"]
    assert facts(tickets_database, ticket.id) == told


def test_what_somebody_took_can_be_given_back(
    tickets: Tickets, key: Person, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, key)
    me = agent.metadata()
    tickets.TakeTicket(pb.TakeTicketRequest(id=ticket.id), metadata=me)
    release = pb.ReleaseTicketRequest(id=ticket.id)
    released = tickets.ReleaseTicket(release, metadata=key.metadata())
    again = tickets.ReleaseTicket(release, metadata=key.metadata())

    assert (released.state, released.owner_id) == (pb.Ticket.OPEN, "")
    assert released.assignment_reason == ""
    assert again.etag == released.etag
    told = ["TicketCreated", "TicketAssigned", "TicketAssigned"]
    assert facts(tickets_database, ticket.id) == told, "nothing is told where nothing changed"


def test_what_is_solved_stays_with_whoever_solved_it(tickets: Tickets, agent: Person) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)

    with refused("FAILED_PRECONDITION", "TICKET_SOLVED"):
        tickets.ReleaseTicket(pb.ReleaseTicketRequest(id=ticket.id), metadata=me)


def test_what_is_nobodys_is_taken_and_solved_in_one_step(
    tickets: Tickets, key: Person, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, key)
    request = pb.SolveTicketRequest(id=ticket.id, take=True)
    solved = tickets.SolveTicket(request, metadata=agent.metadata())

    assert (solved.state, solved.owner_id) == (pb.Ticket.SOLVED, str(agent.id))
    assert solved.assignment_reason == "took it"
    told = ["TicketCreated", "TicketAssigned", "TicketSolved", "SurveySent"]
    assert facts(tickets_database, ticket.id) == told


def test_taking_and_solving_leaves_a_ticket_with_whoever_sees_to_it(
    tickets: Tickets, agent: Person, as_person: AsPerson
) -> None:
    ticket = create(tickets, agent)
    colleague = as_person({"tickets.*": "all"})
    request = pb.SolveTicketRequest(id=ticket.id, take=True)
    solved = tickets.SolveTicket(request, metadata=colleague.metadata())
    assert solved.owner_id == str(agent.id)


def test_a_ticket_that_cannot_be_solved_is_not_taken_either(
    tickets: Tickets, key: Person, agent: Person
) -> None:
    closed = create(tickets, key)
    tickets.CloseTicket(pb.CloseTicketRequest(id=closed.id), metadata=key.metadata())
    with refused("FAILED_PRECONDITION", "TICKET_CLOSED"):
        request = pb.SolveTicketRequest(id=closed.id, take=True)
        tickets.SolveTicket(request, metadata=agent.metadata())
    assert read(tickets, agent, closed.id).owner_id == ""


def test_a_solved_ticket_closes_by_itself_after_96_hours_for_good(
    tickets: Tickets, agent: Person, clockwork: Clockwork, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(timedelta(hours=95, minutes=59))
    assert read(tickets, agent, ticket.id).state == pb.Ticket.SOLVED

    clockwork.after(timedelta(minutes=2))

    assert read(tickets, agent, ticket.id).state == pb.Ticket.CLOSED
    assert facts(tickets_database, ticket.id)[-1] == "TicketClosed"
    for refusal in (
        lambda: tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me),
        lambda: tickets.TakeTicket(pb.TakeTicketRequest(id=ticket.id), metadata=me),
        lambda: tickets.CloseTicket(pb.CloseTicketRequest(id=ticket.id), metadata=me),
    ):
        with refused("FAILED_PRECONDITION", "TICKET_CLOSED"):
            refusal()


def test_a_reopened_ticket_does_not_close_by_itself(
    tickets: Tickets, agent: Person, clockwork: Clockwork
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)
    again = tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)
    clockwork.after(timedelta(hours=200))

    assert again.HasField("first_solve_time")
    assert not again.HasField("solve_time")
    assert read(tickets, agent, ticket.id).state == pb.Ticket.OPEN
    with refused("FAILED_PRECONDITION", "TICKET_OPEN"):
        tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)


def test_the_first_answer_takes_the_ticket_and_a_note_does_not(
    tickets: Tickets,
    messages: messages_pb2_grpc.MessageServiceStub,
    key: Person,
    agent: Person,
    tickets_database: Database,
) -> None:
    ticket = create(tickets, key, description="Since this morning.")
    me = agent.metadata()
    messages.AddNote(messages_pb2.AddNoteRequest(ticket_id=ticket.id, text="Hm."), metadata=me)
    noted = read(tickets, agent, ticket.id)
    reply = messages_pb2.SendReplyRequest(ticket_id=ticket.id, text=" Try again. ")
    messages.SendReply(reply, metadata=me)
    answered = read(tickets, agent, ticket.id)

    listed = messages.ListMessages(
        messages_pb2.ListMessagesRequest(ticket_id=ticket.id), metadata=me
    ).messages
    assert (noted.state, noted.HasField("first_response_time")) == (pb.Ticket.NEW, False)
    assert (answered.state, answered.owner_id) == (pb.Ticket.OPEN, str(agent.id))
    assert answered.HasField("first_response_time")
    assert [message.text for message in listed] == ["Since this morning.", "Hm.", "Try again."]
    told = facts(tickets_database, ticket.id)
    assert told[2:] == ["TicketAssigned", "ReplySent"], "a note is never told"


def test_a_complaint_is_open_until_it_is_solved_and_again_when_reopened(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    change = {"id": ticket.id, "type": "COMPLAINT"}
    request = pb.UpdateTicketRequest(ticket=change, update_mask={"paths": ["type"]})
    tickets.UpdateTicket(request, metadata=me)
    tickets.SolveTicket(pb.SolveTicketRequest(id=ticket.id), metadata=me)
    tickets.ReopenTicket(pb.ReopenTicketRequest(id=ticket.id), metadata=me)

    told = [name for name in facts(tickets_database, ticket.id) if name.startswith("Complaint")]
    assert told == ["ComplaintOpened", "ComplaintResolved", "ComplaintOpened"]


def test_tickets_are_found_by_number_subject_filter_and_state(
    tickets: Tickets, agent: Person
) -> None:
    ticket = create(tickets, agent, subject="Rösti printer", tags=["paper"], priority="URGENT")
    create(tickets, agent)
    me = agent.metadata()
    for query in ("rosti", str(ticket.number), "ann@example.com rosti"):
        found = tickets.SearchTickets(pb.SearchTicketsRequest(query=query), metadata=me).tickets
        assert [each.id for each in found] == [ticket.id]
    for filter_ in ("priority = URGENT", 'tags:"paper"', f"number = {ticket.number}"):
        listed = tickets.ListTickets(pb.ListTicketsRequest(filter=filter_), metadata=me).tickets
        assert [each.id for each in listed] == [ticket.id]
    counted = tickets.CountTickets(pb.CountTicketsRequest(filter="state = OPEN"), metadata=me)
    assert counted.count == 2


def test_somebody_elses_ticket_does_not_exist(
    tickets: Tickets, agent: Person, as_person: AsPerson
) -> None:
    ticket = create(tickets, agent)
    me = as_person({"tickets.*": "own"}).metadata()
    for ask in (
        lambda: tickets.GetTicket(pb.GetTicketRequest(id=ticket.id), metadata=me),
        lambda: tickets.ShowSla(pb.ShowSlaRequest(ticket_id=ticket.id), metadata=me),
        lambda: tickets.TakeTicket(pb.TakeTicketRequest(id=ticket.id), metadata=me),
    ):
        with refused("NOT_FOUND", "TICKET_NOT_FOUND"):
            ask()
    assert not tickets.ListTickets(pb.ListTicketsRequest(), metadata=me).tickets


def test_a_ticket_takes_no_address_that_can_have_no_mail(tickets: Tickets, agent: Person) -> None:
    with refused("INVALID_ARGUMENT") as made:
        create(tickets, agent, contact_email="a@b")
    ticket = create(tickets, agent, contact_email="ann@example.com")
    changed = pb.UpdateTicketRequest(
        ticket=pb.Ticket(id=ticket.id, contact_email="a@b"),
        update_mask={"paths": ["contact_email"]},
    )
    with refused("INVALID_ARGUMENT") as refusal:
        tickets.UpdateTicket(changed, metadata=agent.metadata())
    assert [*made.violations] == [*refusal.violations] == ["contact_email"]
