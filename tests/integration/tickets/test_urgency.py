"""Tickets in order of urgency: what is due first comes first, what is never due last."""

from datetime import timedelta

from crm.tickets.v1 import tickets_pb2 as pb

from tests.harness.people import Person
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.test_sla import reply, update
from tests.integration.tickets.told import Messages, Tickets, create

OPEN = "state != SOLVED AND state != CLOSED"


def queue(tickets: Tickets, person: Person, *, order: str = "due_by", filter_: str = "") -> str:
    """The subjects of all tickets in order, read two at a time."""
    found: list[str] = []
    request = pb.ListTicketsRequest(page_size=2, order_by=order, filter=filter_)
    while True:
        page = tickets.ListTickets(request, metadata=person.metadata())
        found += [ticket.subject for ticket in page.tickets]
        request.page_token = page.next_page_token
        if not page.next_page_token:
            return " ".join(found)


def test_what_is_due_first_comes_first_and_what_waits_comes_last(
    tickets: Tickets, messages: Messages, agent: Person, clockwork: Clockwork
) -> None:
    made = {
        priority: create(tickets, agent, subject=priority, priority=priority)
        for priority in ("LOW", "NORMAL", "HIGH", "URGENT")
    }
    me = agent.metadata()
    assert queue(tickets, agent) == "URGENT HIGH NORMAL LOW"
    assert queue(tickets, agent, order="due_by desc") == "LOW NORMAL HIGH URGENT"

    # The customer has the word: no clock runs. Those in the same place stay as they came.
    tickets.AwaitTicket(pb.AwaitTicketRequest(id=made["URGENT"].id), metadata=me)
    tickets.AwaitTicket(pb.AwaitTicketRequest(id=made["NORMAL"].id), metadata=me)
    assert queue(tickets, agent) == "HIGH LOW NORMAL URGENT"

    # Answered once, the next thing due is the solution; with more haste it is due sooner.
    reply(messages, agent, made["HIGH"])
    assert queue(tickets, agent) == "LOW HIGH NORMAL URGENT"
    update(tickets, agent, made["HIGH"], "URGENT")
    assert queue(tickets, agent) == "HIGH LOW NORMAL URGENT"

    # What ran out stays in front: nobody has seen to it yet.
    clockwork.after(timedelta(hours=5))
    tickets.ReopenTicket(pb.ReopenTicketRequest(id=made["URGENT"].id), metadata=me)
    assert queue(tickets, agent) == "HIGH URGENT LOW NORMAL"

    tickets.SolveTicket(pb.SolveTicketRequest(id=made["HIGH"].id), metadata=me)
    assert queue(tickets, agent) == "URGENT LOW NORMAL HIGH"
    assert queue(tickets, agent, filter_=OPEN) == "URGENT LOW NORMAL"
