"""Two tickets about the same become one, and are parted again."""

from datetime import timedelta

import pytest
from crm.tickets.v1 import merging_pb2 as pb
from crm.tickets.v1 import merging_pb2_grpc, messages_pb2, tickets_pb2
from crm.tickets.v1.tickets_pb2 import Ticket

from chassis.database import Database
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Messages, Tickets, create, fact, facts, read, said

HOUR = timedelta(hours=1)
Merging = merging_pb2_grpc.MergingServiceStub


@pytest.fixture
def first(tickets: Tickets, agent: Person) -> Ticket:
    return create(tickets, agent, description="It is empty.")


@pytest.fixture
def second(tickets: Tickets, agent: Person) -> Ticket:
    return create(
        tickets, agent, subject="Export", description="Still.", contact_email="bob@example.com"
    )


def merge(merging: Merging, person: Person, ticket: Ticket, into: Ticket) -> Ticket:
    request = pb.MergeTicketRequest(id=ticket.id, into_id=into.id)
    return merging.MergeTicket(request, metadata=person.metadata())


def unmerge(merging: Merging, person: Person, ticket: Ticket) -> Ticket:
    return merging.UnmergeTicket(pb.UnmergeTicketRequest(id=ticket.id), metadata=person.metadata())


def test_what_was_said_in_both_shows_in_the_one_that_goes_on(
    merging: Merging,
    messages: Messages,
    tickets: Tickets,
    agent: Person,
    first: Ticket,
    second: Ticket,
    tickets_database: Database,
) -> None:
    merged = merge(merging, agent, second, first)

    assert (merged.state, merged.merged_into_id) == (Ticket.CLOSED, first.id)
    assert said(messages, agent, first.id) == ["It is empty.", "Still."]
    assert read(tickets, agent, first.id).participants == ["ann@example.com", "bob@example.com"]
    assert fact(tickets_database, "TicketMerged")["into_id"] == first.id
    assert "TicketClosed" not in facts(tickets_database, second.id)


def test_mail_to_a_merged_ticket_reaches_the_last_of_the_chain(
    merging: Merging,
    tickets: Tickets,
    inbound: Inbound,
    agent: Person,
    postman: Person,
    first: Ticket,
    second: Ticket,
) -> None:
    third = create(tickets, agent)
    merge(merging, agent, third, second)
    merge(merging, agent, second, first)
    answer = mail("And now?", Subject=f"Re: [#{third.number}]", Message_ID="<late@example.com>")

    assert receive(inbound, postman, answer).ticket_id == first.id
    assert read(tickets, agent, third.id).state == Ticket.CLOSED


def test_parted_tickets_stand_as_they_did_and_the_time_between_does_not_count(
    merging: Merging,
    messages: Messages,
    tickets: Tickets,
    agent: Person,
    first: Ticket,
    second: Ticket,
    clockwork: Clockwork,
) -> None:
    merge(merging, agent, second, first)
    clockwork.after(2 * HOUR)
    parted = unmerge(merging, agent, second)

    assert (parted.state, parted.merged_into_id) == (Ticket.OPEN, "")
    assert not parted.HasField("close_time")
    assert said(messages, agent, first.id) == ["It is empty."]
    assert read(tickets, agent, first.id).participants == ["ann@example.com"]
    sla = tickets.ShowSla(
        tickets_pb2.ShowSlaRequest(ticket_id=second.id), metadata=agent.metadata()
    )
    assert [clock.state for clock in sla.clocks] == [tickets_pb2.SlaClock.RUNNING] * 2
    assert all(clock.elapsed_seconds < 60 for clock in sla.clocks)


def test_a_complaint_goes_on_in_the_other_ticket_until_they_are_parted(
    merging: Merging,
    tickets: Tickets,
    agent: Person,
    first: Ticket,
    tickets_database: Database,
) -> None:
    complaint = create(tickets, agent, type="COMPLAINT")
    merge(merging, agent, complaint, first)
    assert read(tickets, agent, first.id).type == Ticket.COMPLAINT
    assert "ComplaintOpened" in facts(tickets_database, first.id)

    unmerge(merging, agent, complaint)
    assert read(tickets, agent, first.id).type == Ticket.QUESTION
    assert facts(tickets_database, complaint.id)[-1] == "ComplaintOpened"


def test_a_ticket_goes_neither_into_itself_nor_into_a_closed_one(
    merging: Merging, tickets: Tickets, agent: Person, first: Ticket, second: Ticket
) -> None:
    with refused("FAILED_PRECONDITION", "MERGE_INTO_ITSELF"):
        merge(merging, agent, first, first)
    tickets.CloseTicket(tickets_pb2.CloseTicketRequest(id=second.id), metadata=agent.metadata())
    with refused("FAILED_PRECONDITION", "TICKET_CLOSED"):
        merge(merging, agent, first, second)
    with refused("FAILED_PRECONDITION", "TICKET_NOT_MERGED"):
        unmerge(merging, agent, first)


def test_an_answer_in_the_one_that_goes_on_names_no_strangers(
    merging: Merging, messages: Messages, agent: Person, first: Ticket, second: Ticket
) -> None:
    merge(merging, agent, second, first)
    request = messages_pb2.SendReplyRequest(ticket_id=first.id, text="It works again.")
    messages.SendReply(request, metadata=agent.metadata())
    assert said(messages, agent, second.id) == ["Still."]
