"""SuppressionService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import suppressions_pb2 as pb
from crm.notify.v1 import suppressions_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.notify.suppressions.actions import Suppressions
from services.notify.suppressions.model import Suppression


class SuppressionService(suppressions_pb2_grpc.SuppressionServiceServicer):
    """The addresses that are left alone."""

    def __init__(self, suppressions: Suppressions) -> None:
        self._suppressions = suppressions

    def GetSuppression(self, request: pb.GetSuppressionRequest, _: Any) -> pb.Suppression:
        return _shown(self._suppressions.get(parse_id(request.id, "suppression")))

    def ListSuppressions(
        self, request: pb.ListSuppressionsRequest, _: Any
    ) -> pb.ListSuppressionsResponse:
        page = self._suppressions.list(Query.of(request))
        return pb.ListSuppressionsResponse(
            suppressions=[_shown(each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateSuppression(self, request: pb.CreateSuppressionRequest, _: Any) -> pb.Suppression:
        return _shown(self._suppressions.create(masks.values(request.suppression, Suppression)))

    def DeleteSuppression(self, request: pb.DeleteSuppressionRequest, _: Any) -> Empty:
        self._suppressions.delete(parse_id(request.id, "suppression"), etag=request.etag)
        return Empty()


def _shown(suppression: Suppression) -> pb.Suppression:
    return to_message(suppression, pb.Suppression)
