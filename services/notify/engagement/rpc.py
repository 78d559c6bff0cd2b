"""EngagementService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import engagement_pb2 as pb
from crm.notify.v1 import engagement_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from services.notify.engagement.actions import Engagements


class EngagementService(engagement_pb2_grpc.EngagementServiceServicer):
    """Who opened mails and followed their links."""

    def __init__(self, engagements: Engagements) -> None:
        self._engagements = engagements

    def RecordOpen(self, request: pb.RecordOpenRequest, _: Any) -> Empty:
        self._engagements.open(request.token, automated=request.automated)
        return Empty()

    def FollowLink(self, request: pb.FollowLinkRequest, _: Any) -> pb.FollowedLink:
        url = self._engagements.follow(
            request.token, request.link, automated=request.automated, probing=request.probing
        )
        return pb.FollowedLink(url=url)
