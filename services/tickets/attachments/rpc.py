"""AttachmentService: a message in, a file out."""

from collections.abc import Iterator
from urllib.parse import quote

import grpc
from crm.tickets.v1 import attachments_pb2 as pb
from crm.tickets.v1 import attachments_pb2_grpc
from google.api.httpbody_pb2 import HttpBody

from chassis.ids import parse_id
from services.tickets.attachments.actions import Attachments


class AttachmentService(attachments_pb2_grpc.AttachmentServiceServicer):
    """Files that came with messages."""

    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    def DownloadAttachment(
        self, request: pb.DownloadAttachmentRequest, rpc: grpc.ServicerContext
    ) -> Iterator[HttpBody]:
        ticket_id = parse_id(request.ticket_id, "ticket")
        file = self._attachments.read(ticket_id, parse_id(request.id, "attachment"))
        rpc.send_initial_metadata((("filename", quote(file.name)),))
        for piece in file.pieces:
            yield HttpBody(content_type=file.content_type, data=piece)
