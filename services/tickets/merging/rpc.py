"""MergingService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.tickets.v1 import merging_pb2 as pb
from crm.tickets.v1 import merging_pb2_grpc, tickets_pb2

from chassis.ids import parse_id
from services.tickets.merging.actions import Merging
from services.tickets.tickets.telling import shown


class MergingService(merging_pb2_grpc.MergingServiceServicer):
    """Tickets that are one."""

    def __init__(self, merging: Merging) -> None:
        self._merging = merging

    def MergeTicket(self, request: pb.MergeTicketRequest, _: Any) -> tickets_pb2.Ticket:
        ticket_id, into_id = parse_id(request.id, "ticket"), UUID(request.into_id)
        return shown(self._merging.merge(ticket_id, into_id, etag=request.etag))

    def UnmergeTicket(self, request: pb.UnmergeTicketRequest, _: Any) -> tickets_pb2.Ticket:
        return shown(self._merging.unmerge(parse_id(request.id, "ticket"), etag=request.etag))
