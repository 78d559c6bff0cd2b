"""BounceService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import bounces_pb2 as pb
from crm.notify.v1 import bounces_pb2_grpc

from chassis.errors import InvalidArgument
from services.notify.bounces.actions import Bounces


class BounceService(bounces_pb2_grpc.BounceServiceServicer):
    """Mails that come back."""

    def __init__(self, bounces: Bounces) -> None:
        self._bounces = bounces

    def ReceiveBounce(self, request: pb.ReceiveBounceRequest, _: Any) -> pb.ReceivedBounce:
        if bool(request.raw) == bool(request.text):
            raise InvalidArgument.of("raw", "give either raw or text")
        bounce = self._bounces.receive(request.raw or request.text.encode())
        return pb.ReceivedBounce(
            outcome=bounce.fate.value,
            message_id=str(bounce.message_id or ""),
            diagnosis=bounce.diagnosis,
            again=bounce.again,
        )
