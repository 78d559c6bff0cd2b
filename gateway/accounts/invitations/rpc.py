"""InvitationService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import invitations_pb2 as pb
from crm.gateway.v1 import invitations_pb2_grpc

from chassis.ids import parse_id
from chassis.mapping import to_message
from gateway.accounts.invitations.actions import Invitations


class InvitationService(invitations_pb2_grpc.InvitationServiceServicer):
    """One-time links with which people set their password."""

    def __init__(self, invitations: Invitations) -> None:
        self._invitations = invitations

    def InviteUser(self, request: pb.InviteUserRequest, _: Any) -> pb.Invitation:
        issued = self._invitations.invite(parse_id(request.id, "user"))
        return to_message(issued, pb.Invitation)
