"""PortalService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import portal_pb2 as pb
from crm.tickets.v1 import portal_pb2_grpc

from services.tickets.portal.actions import Portal, Written


class PortalService(portal_pb2_grpc.PortalServiceServicer):
    """Takes tickets from whoever has no account."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def SubmitTicket(self, request: pb.SubmitTicketRequest, _: Any) -> pb.SubmitTicketResponse:
        written = Written(
            request.name, request.email, request.subject, request.text, request.website
        )
        return pb.SubmitTicketResponse(number=self._portal.submit(written))
