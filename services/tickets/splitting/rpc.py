"""SplittingService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.tickets.v1 import splitting_pb2 as pb
from crm.tickets.v1 import splitting_pb2_grpc, tickets_pb2

from chassis.ids import parse_id
from services.tickets.splitting.actions import Splitting
from services.tickets.tickets.telling import shown


class SplittingService(splitting_pb2_grpc.SplittingServiceServicer):
    """Messages that become tickets."""

    def __init__(self, splitting: Splitting) -> None:
        self._splitting = splitting

    def SplitTicket(self, request: pb.SplitTicketRequest, _: Any) -> tickets_pb2.Ticket:
        ticket_id, message_id = parse_id(request.id, "ticket"), UUID(request.message_id)
        return shown(self._splitting.split(ticket_id, message_id, request.subject))
