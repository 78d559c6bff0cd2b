"""What the tests of tickets ask again and again: facts told, tickets made and read."""

from typing import Any

from crm.tickets.v1 import messages_pb2, messages_pb2_grpc, portal_pb2_grpc, tickets_pb2_grpc
from crm.tickets.v1 import portal_pb2 as portal_pb
from crm.tickets.v1 import tickets_pb2 as pb
from sqlalchemy import text

from chassis.database import Database
from tests.harness.people import Person

Messages = messages_pb2_grpc.MessageServiceStub
Portal = portal_pb2_grpc.PortalServiceStub
Tickets = tickets_pb2_grpc.TicketServiceStub
WRITTEN = {
    "name": "Ann Lee",
    "email": "ann@example.com",
    "subject": "Export",
    "text": "It is empty.",
}


def create(tickets: Tickets, person: Person, **fields: object) -> pb.Ticket:
    """A ticket of Ann's, unless said otherwise."""
    ticket = {"subject": "The export is empty", "contact_email": "ann@example.com", **fields}
    request = pb.CreateTicketRequest(ticket=ticket)
    return tickets.CreateTicket(request, metadata=person.metadata())


def submit(portal: Portal, **fields: str) -> int:
    """The number of a ticket Ann writes on the page of support, unless said otherwise."""
    return portal.SubmitTicket(portal_pb.SubmitTicketRequest(**{**WRITTEN, **fields})).number


def listed(tickets: Tickets, person: Person) -> list[pb.Ticket]:
    """The tickets there are."""
    return [*tickets.ListTickets(pb.ListTicketsRequest(), metadata=person.metadata()).tickets]


def read(tickets: Tickets, person: Person, ticket_id: str) -> pb.Ticket:
    """A ticket as it is now."""
    return tickets.GetTicket(pb.GetTicketRequest(id=ticket_id), metadata=person.metadata())


def said(messages: Messages, person: Person, ticket_id: str) -> list[str]:
    """What was said about a ticket, in order."""
    request = messages_pb2.ListMessagesRequest(ticket_id=ticket_id)
    found = messages.ListMessages(request, metadata=person.metadata())
    return [message.text for message in found.messages]


def facts(database: Database, ticket_id: str) -> list[str]:
    """The names of the facts told about a ticket, in order."""
    with database.reading() as tx:
        rows = tx.execute(
            text("SELECT type FROM outbox WHERE subject = :s ORDER BY seq"),
            {"s": f"tickets/{ticket_id}"},
        )
        return [row[0].rpartition(".")[2] for row in rows]


def fact(database: Database, name: str) -> dict[str, Any]:
    """The data of the newest fact of a kind."""
    with database.reading() as tx:
        found: dict[str, Any] = tx.execute(
            text("SELECT data FROM outbox WHERE type = :t ORDER BY seq DESC LIMIT 1"),
            {"t": f"crm.tickets.v1.{name}"},
        ).scalar_one()
        return found
