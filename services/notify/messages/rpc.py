"""MessageService: a message in, a use case, a message out."""

from datetime import UTC, datetime
from typing import Any

from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc

from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.notify.messages.actions import Messages
from services.notify.messages.model import Message
from services.notify.messages.previewing import Previews
from services.notify.plain_values import plain_values


class MessageService(messages_pb2_grpc.MessageServiceServicer):
    """What was sent to whom, what was not, and why."""

    def __init__(self, messages: Messages, previews: Previews) -> None:
        self._messages = messages
        self._previews = previews

    def GetMessage(self, request: pb.GetMessageRequest, _: Any) -> pb.Message:
        return _shown(self._messages.get(parse_id(request.id, "message")))

    def ListMessages(self, request: pb.ListMessagesRequest, _: Any) -> pb.ListMessagesResponse:
        page = self._messages.list(Query.of(request))
        messages = [_shown(message) for message in page.items]
        return pb.ListMessagesResponse(messages=messages, next_page_token=page.next_page_token)

    def SendMessage(self, request: pb.SendMessageRequest, _: Any) -> pb.Message:
        contact_id = parse_id(request.contact_id, "contact") if request.contact_id else None
        sent = self._messages.send(
            request.template_key,
            contact_id=contact_id,
            email=request.email,
            values=plain_values(request.values),
            send_time=_moment(request, "send_time"),
            expire_time=_moment(request, "expire_time"),
        )
        return _shown(sent)

    def CancelMessage(self, request: pb.CancelMessageRequest, _: Any) -> pb.Message:
        return _shown(self._messages.cancel(parse_id(request.id, "message"), etag=request.etag))

    def PreviewDecisions(
        self, request: pb.PreviewDecisionsRequest, _: Any
    ) -> pb.PreviewDecisionsResponse:
        decided = self._previews.decisions(
            [parse_id(each, "contact") for each in request.contact_ids],
            at=_moment(request, "send_time"),
            expire_time=_moment(request, "expire_time"),
        )
        shown = [
            pb.PreviewedDecision(
                contact_id=str(contact_id),
                outcome=decision.outcome.value,
                reason=decision.reason,
                until_time=decision.until,
            )
            for contact_id, decision in decided
        ]
        return pb.PreviewDecisionsResponse(decisions=shown)


def _moment(
    request: pb.SendMessageRequest | pb.PreviewDecisionsRequest, name: str
) -> datetime | None:
    if not request.HasField(name):
        return None
    moment: datetime = getattr(request, name).ToDatetime(tzinfo=UTC)
    return moment


def _shown(message: Message) -> pb.Message:
    return to_message(message, pb.Message)
