"""MacroService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.tickets.v1 import macros_pb2 as pb
from crm.tickets.v1 import macros_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.tickets.macros.actions import Macros
from services.tickets.macros.model import Macro
from services.tickets.messages.writing import shown as shown_message
from services.tickets.tickets.telling import shown as shown_ticket


class MacroService(macros_pb2_grpc.MacroServiceServicer):
    """Macros, and using them on a ticket."""

    def __init__(self, macros: Macros) -> None:
        self._macros = macros

    def GetMacro(self, request: pb.GetMacroRequest, _: Any) -> pb.Macro:
        return _shown(self._macros.get(_id(request.id)))

    def ListMacros(self, request: pb.ListMacrosRequest, _: Any) -> pb.ListMacrosResponse:
        page = self._macros.list(Query.of(request))
        found = [_shown(macro) for macro in page.items]
        return pb.ListMacrosResponse(macros=found, next_page_token=page.next_page_token)

    def CreateMacro(self, request: pb.CreateMacroRequest, _: Any) -> pb.Macro:
        return _shown(self._macros.create(masks.values(request.macro, Macro)))

    def UpdateMacro(self, request: pb.UpdateMacroRequest, _: Any) -> pb.Macro:
        changes = masks.changes(request.macro, request.update_mask, Macro)
        return _shown(self._macros.update(_id(request.macro.id), changes, etag=request.macro.etag))

    def DeleteMacro(self, request: pb.DeleteMacroRequest, _: Any) -> Empty:
        self._macros.delete(_id(request.id), etag=request.etag)
        return Empty()

    def PreviewMacro(self, request: pb.PreviewMacroRequest, _: Any) -> pb.PreviewMacroResponse:
        ticket_id = parse_id(request.ticket_id, "ticket")
        return pb.PreviewMacroResponse(text=self._macros.preview(ticket_id, _id(request.macro_id)))

    def ApplyMacro(self, request: pb.ApplyMacroRequest, _: Any) -> pb.ApplyMacroResponse:
        ticket, message = self._macros.apply(
            parse_id(request.ticket_id, "ticket"),
            UUID(request.macro_id),
            request.text,
            etag=request.etag,
        )
        said = shown_message(message) if message else None
        return pb.ApplyMacroResponse(ticket=shown_ticket(ticket), message=said)


def _id(text: str) -> UUID:
    return parse_id(text, "macro")


def _shown(macro: Macro) -> pb.Macro:
    return to_message(macro, pb.Macro)
