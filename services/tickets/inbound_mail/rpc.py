"""InboundMailService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import inbound_mail_pb2 as pb
from crm.tickets.v1 import inbound_mail_pb2_grpc

from chassis.errors import InvalidArgument
from services.tickets.inbound_mail.actions import InboundMail


class InboundMailService(inbound_mail_pb2_grpc.InboundMailServiceServicer):
    """Takes e-mail in."""

    def __init__(self, inbound: InboundMail) -> None:
        self._inbound = inbound

    def ReceiveMail(self, request: pb.ReceiveMailRequest, _: Any) -> pb.ReceivedMail:
        if bool(request.raw) == bool(request.text):
            raise InvalidArgument.of("raw", "set either raw or text")
        receipt = self._inbound.receive(request.raw or request.text.encode())
        return pb.ReceivedMail(
            outcome=receipt.mail.outcome.name,
            reason=receipt.mail.reason,
            ticket_id=str(receipt.mail.ticket_id or ""),
            message_id=str(receipt.mail.message_id or ""),
            again=receipt.again,
        )
