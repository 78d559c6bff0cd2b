"""OccasionService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import occasions_pb2 as pb
from crm.leads.v1 import occasions_pb2_grpc

from chassis import masks
from chassis.mapping import to_message
from services.leads.occasions.actions import OccasionPolicies
from services.leads.occasions.model import OccasionPolicy


class OccasionService(occasions_pb2_grpc.OccasionServiceServicer):
    """Which occasions there are."""

    def __init__(self, policies: OccasionPolicies) -> None:
        self._policies = policies

    def GetOccasionPolicy(self, _request: pb.GetOccasionPolicyRequest, _: Any) -> pb.OccasionPolicy:
        return to_message(self._policies.get(), pb.OccasionPolicy)

    def UpdateOccasionPolicy(
        self, request: pb.UpdateOccasionPolicyRequest, _: Any
    ) -> pb.OccasionPolicy:
        given = request.occasion_policy
        changes = masks.changes(given, request.update_mask, OccasionPolicy)
        return to_message(self._policies.update(changes, etag=given.etag), pb.OccasionPolicy)
