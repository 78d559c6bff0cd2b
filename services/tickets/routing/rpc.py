"""RoutingService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import routing_pb2 as pb
from crm.tickets.v1 import routing_pb2_grpc

from chassis import masks
from chassis.mapping import to_message
from services.tickets.routing.actions import Routings
from services.tickets.routing.model import Routing


class RoutingService(routing_pb2_grpc.RoutingServiceServicer):
    """How new tickets find their owners."""

    def __init__(self, routings: Routings) -> None:
        self._routings = routings

    def GetRouting(self, _request: pb.GetRoutingRequest, _: Any) -> pb.Routing:
        return to_message(self._routings.get(), pb.Routing)

    def UpdateRouting(self, request: pb.UpdateRoutingRequest, _: Any) -> pb.Routing:
        changes = masks.changes(request.routing, request.update_mask, Routing)
        return to_message(self._routings.update(changes, etag=request.routing.etag), pb.Routing)
