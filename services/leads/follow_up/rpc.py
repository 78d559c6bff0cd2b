"""FollowUpService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import follow_up_pb2 as pb
from crm.leads.v1 import follow_up_pb2_grpc

from chassis import masks
from chassis.mapping import to_message
from services.leads.follow_up.actions import FollowUpPolicies
from services.leads.follow_up.model import FollowUpPolicy


class FollowUpService(follow_up_pb2_grpc.FollowUpServiceServicer):
    """How long leads may wait."""

    def __init__(self, policies: FollowUpPolicies) -> None:
        self._policies = policies

    def GetFollowUpPolicy(self, _request: pb.GetFollowUpPolicyRequest, _: Any) -> pb.FollowUpPolicy:
        return to_message(self._policies.get(), pb.FollowUpPolicy)

    def UpdateFollowUpPolicy(
        self, request: pb.UpdateFollowUpPolicyRequest, _: Any
    ) -> pb.FollowUpPolicy:
        given = request.follow_up_policy
        changes = masks.changes(given, request.update_mask, FollowUpPolicy)
        return to_message(self._policies.update(changes, etag=given.etag), pb.FollowUpPolicy)
