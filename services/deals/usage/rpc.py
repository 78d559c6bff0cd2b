"""UsageService: a message in, a use case, a message out."""

from typing import Any

from crm.deals.v1 import usage_pb2 as pb
from crm.deals.v1 import usage_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import moment, to_message
from services.deals.usage.actions import Usage, UsagePolicies
from services.deals.usage.model import UsagePolicy
from services.deals.usage.suggesting import shown


class UsageService(usage_pb2_grpc.UsageServiceServicer):
    """How much of what a contract allows is used."""

    def __init__(self, usage: Usage, policies: UsagePolicies) -> None:
        self._usage = usage
        self._policies = policies

    def RecordUsage(self, request: pb.RecordUsageRequest, _: Any) -> pb.UsageRecord:
        record = self._usage.record(
            parse_id(request.contract_id, "contract"),
            request.metric,
            request.quantity,
            moment(request, "measure_time"),
        )
        return shown(record)

    def ListUsageRecords(
        self, request: pb.ListUsageRecordsRequest, _: Any
    ) -> pb.ListUsageRecordsResponse:
        page = self._usage.list(parse_id(request.contract_id, "contract"), Query.of(request))
        found = [shown(record) for record in page.items]
        return pb.ListUsageRecordsResponse(
            usage_records=found, next_page_token=page.next_page_token
        )

    def GetUsagePolicy(self, _request: pb.GetUsagePolicyRequest, _: Any) -> pb.UsagePolicy:
        return to_message(self._policies.get(), pb.UsagePolicy)

    def UpdateUsagePolicy(self, request: pb.UpdateUsagePolicyRequest, _: Any) -> pb.UsagePolicy:
        given = request.usage_policy
        changes = masks.changes(given, request.update_mask, UsagePolicy)
        return to_message(self._policies.update(changes, etag=given.etag), pb.UsagePolicy)
