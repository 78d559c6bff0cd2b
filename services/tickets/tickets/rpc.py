"""TicketService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.tickets.v1 import tickets_pb2 as pb
from crm.tickets.v1 import tickets_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from services.tickets.tickets.actions import Tickets
from services.tickets.tickets.model import State, Ticket
from services.tickets.tickets.telling import shown


class TicketService(tickets_pb2_grpc.TicketServiceServicer):
    """Tickets from the first message to the last."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    def GetTicket(self, request: pb.GetTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.get(_id(request.id)))

    def ListTickets(self, request: pb.ListTicketsRequest, _: Any) -> pb.ListTicketsResponse:
        page = self._tickets.list(Query.of(request))
        found = [shown(ticket) for ticket in page.items]
        return pb.ListTicketsResponse(tickets=found, next_page_token=page.next_page_token)

    def CountTickets(self, request: pb.CountTicketsRequest, _: Any) -> pb.CountTicketsResponse:
        found = self._tickets.count(request.filter)
        return pb.CountTicketsResponse(count=found.count, capped=found.capped)

    def SearchTickets(self, request: pb.SearchTicketsRequest, _: Any) -> pb.SearchTicketsResponse:
        found = self._tickets.search(request.query, size=request.page_size)
        return pb.SearchTicketsResponse(tickets=[shown(ticket) for ticket in found])

    def CreateTicket(self, request: pb.CreateTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.create(masks.values(request.ticket, Ticket)))

    def UpdateTicket(self, request: pb.UpdateTicketRequest, _: Any) -> pb.Ticket:
        changes = masks.changes(request.ticket, request.update_mask, Ticket)
        ticket_id = _id(request.ticket.id)
        return shown(self._tickets.update(ticket_id, changes, etag=request.ticket.etag))

    def AssignTicket(self, request: pb.AssignTicketRequest, _: Any) -> pb.Ticket:
        owner_id = UUID(request.owner_id)
        team_id = UUID(request.team_id) if request.team_id else None
        return shown(self._tickets.assign(_id(request.id), owner_id, team_id, etag=request.etag))

    def TakeTicket(self, request: pb.TakeTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.take(_id(request.id), etag=request.etag))

    def ReleaseTicket(self, request: pb.ReleaseTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.release(_id(request.id), etag=request.etag))

    def AwaitTicket(self, request: pb.AwaitTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.wait(_id(request.id), State.PENDING, etag=request.etag))

    def HoldTicket(self, request: pb.HoldTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.wait(_id(request.id), State.ON_HOLD, etag=request.etag))

    def SolveTicket(self, request: pb.SolveTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.solve(_id(request.id), take=request.take, etag=request.etag))

    def ReopenTicket(self, request: pb.ReopenTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.reopen(_id(request.id), etag=request.etag))

    def CloseTicket(self, request: pb.CloseTicketRequest, _: Any) -> pb.Ticket:
        return shown(self._tickets.close(_id(request.id), etag=request.etag))

    def ShowSla(self, request: pb.ShowSlaRequest, _: Any) -> pb.Sla:
        return self._tickets.sla(_id(request.ticket_id))


def _id(text: str) -> UUID:
    return parse_id(text, "ticket")
