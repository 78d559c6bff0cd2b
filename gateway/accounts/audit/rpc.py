"""AuditService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import audit_pb2 as pb
from crm.gateway.v1 import audit_pb2_grpc

from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from gateway.accounts.audit.actions import Audit


class AuditService(audit_pb2_grpc.AuditServiceServicer):
    """Who did what, and when."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def GetAuditEntry(self, request: pb.GetAuditEntryRequest, _: Any) -> pb.AuditEntry:
        return to_message(self._audit.get(parse_id(request.id, "audit_entry")), pb.AuditEntry)

    def ListAuditEntries(
        self, request: pb.ListAuditEntriesRequest, _: Any
    ) -> pb.ListAuditEntriesResponse:
        page = self._audit.list(Query.of(request))
        entries = [to_message(entry, pb.AuditEntry) for entry in page.items]
        return pb.ListAuditEntriesResponse(entries=entries, next_page_token=page.next_page_token)

    def VerifyAudit(
        self,
        request: pb.VerifyAuditRequest,  # noqa: ARG002 -- it says nothing
        _: Any,
    ) -> pb.VerifyAuditResponse:
        entries, broken_id = self._audit.verify()
        return pb.VerifyAuditResponse(entries=entries, broken_id=str(broken_id or ""))
