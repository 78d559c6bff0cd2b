"""PresenceService: a message in, a use case."""

from typing import Any

from crm.tickets.v1 import presence_pb2 as pb
from crm.tickets.v1 import presence_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis.ids import parse_id
from services.tickets.presence.actions import Presence


class PresenceService(presence_pb2_grpc.PresenceServiceServicer):
    """People at a ticket."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence

    def AttendTicket(self, request: pb.AttendTicketRequest, _: Any) -> Empty:
        self._presence.attend(
            parse_id(request.id, "ticket"), pb.AttendTicketRequest.Doing.Name(request.doing)
        )
        return Empty()
