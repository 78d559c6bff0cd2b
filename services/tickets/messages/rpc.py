"""MessageService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import messages_pb2 as pb
from crm.tickets.v1 import messages_pb2_grpc

from chassis.ids import parse_id
from chassis.listing import Query
from services.tickets.messages.actions import Messages
from services.tickets.messages.writing import shown


class MessageService(messages_pb2_grpc.MessageServiceServicer):
    """What was said about a ticket."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def ListMessages(self, request: pb.ListMessagesRequest, _: Any) -> pb.ListMessagesResponse:
        page = self._messages.list(parse_id(request.ticket_id, "ticket"), Query.of(request))
        found = [shown(message) for message in page.items]
        return pb.ListMessagesResponse(messages=found, next_page_token=page.next_page_token)

    def SendReply(self, request: pb.SendReplyRequest, _: Any) -> pb.TicketMessage:
        return shown(self._messages.reply(parse_id(request.ticket_id, "ticket"), request.text))

    def AddNote(self, request: pb.AddNoteRequest, _: Any) -> pb.TicketMessage:
        return shown(self._messages.note(parse_id(request.ticket_id, "ticket"), request.text))
