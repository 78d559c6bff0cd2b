"""CleanupService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import cleanup_pb2 as pb
from crm.leads.v1 import cleanup_pb2_grpc, contacts_pb2
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.cleanup.actions import Cleanup, CleanupPolicies, Shown
from services.leads.cleanup.model import CleanupPolicy


class CleanupService(cleanup_pb2_grpc.CleanupServiceServicer):
    """The queue of records to clean up."""

    def __init__(self, policies: CleanupPolicies, cleanup: Cleanup) -> None:
        self._policies = policies
        self._cleanup = cleanup

    def GetCleanupPolicy(self, _request: pb.GetCleanupPolicyRequest, _: Any) -> pb.CleanupPolicy:
        return to_message(self._policies.get(), pb.CleanupPolicy)

    def UpdateCleanupPolicy(
        self, request: pb.UpdateCleanupPolicyRequest, _: Any
    ) -> pb.CleanupPolicy:
        given = request.cleanup_policy
        changes = masks.changes(given, request.update_mask, CleanupPolicy)
        return to_message(self._policies.update(changes, etag=given.etag), pb.CleanupPolicy)

    def RunCleanup(self, _request: pb.RunCleanupRequest, _: Any) -> Empty:
        self._policies.run()
        return Empty()

    def GetCleanupSummary(self, _request: pb.GetCleanupSummaryRequest, _: Any) -> pb.CleanupSummary:
        summary = self._cleanup.summary()
        counts = {f"{reason.lower()}_count": n for reason, n in summary.waiting.items()}
        return to_message(summary, pb.CleanupSummary, **counts)

    def ListCleanupItems(
        self, request: pb.ListCleanupItemsRequest, _: Any
    ) -> pb.ListCleanupItemsResponse:
        page = self._cleanup.list(Query.of(request))
        shown = map(_message, page.items)
        return pb.ListCleanupItemsResponse(
            cleanup_items=shown, next_page_token=page.next_page_token
        )

    def KeepCleanupItem(self, request: pb.KeepCleanupItemRequest, _: Any) -> pb.CleanupItem:
        item_id = parse_id(request.id, "cleanup item")
        return _message(self._cleanup.keep(item_id, etag=request.etag))

    def ReopenCleanupItem(self, request: pb.ReopenCleanupItemRequest, _: Any) -> pb.CleanupItem:
        item_id = parse_id(request.id, "cleanup item")
        return _message(self._cleanup.reopen(item_id, etag=request.etag))


def _message(shown: Shown) -> pb.CleanupItem:
    older = shown.duplicate_of
    return to_message(
        shown.item,
        pb.CleanupItem,
        contact=to_message(shown.contact, contacts_pb2.Contact),
        **({"duplicate_of": to_message(older, contacts_pb2.Contact)} if older else {}),
    )
