"""PolicyService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import policies_pb2 as pb
from crm.tickets.v1 import policies_pb2_grpc

from chassis.business_time import WEEKDAYS
from services.tickets.sla.actions import Policies
from services.tickets.sla.model import Policy

FIELDS = ("first_response_seconds", "resolution_seconds", "time_zone", "hours", "holidays")


class PolicyService(policies_pb2_grpc.PolicyServiceServicer):
    """Service levels."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def ListPolicies(self, _request: pb.ListPoliciesRequest, _: Any) -> pb.ListPoliciesResponse:
        return pb.ListPoliciesResponse(policies=[_shown(each) for each in self._policies.list()])

    def UpdatePolicy(self, request: pb.UpdatePolicyRequest, _: Any) -> pb.Policy:
        named = {path.partition(".")[0] for path in request.update_mask.paths}
        wanted = [name for name in FIELDS if name in named or "*" in named or not named]
        changes = {name: getattr(request.policy, name) for name in wanted}
        if not named:
            changes = {name: value for name, value in changes.items() if value}
        return _shown(self._policies.update(request.policy.id, changes, etag=request.policy.etag))


def _shown(policy: Policy) -> pb.Policy:
    hours = policy.calendar["hours"]
    return pb.Policy(
        id=policy.priority.value.lower(),
        etag=str(policy.version),
        first_response_seconds=policy.first_response_seconds,
        resolution_seconds=policy.resolution_seconds,
        time_zone=policy.calendar["tz"],
        hours=[
            pb.WorkingHours(day=day, start=start, end=end)
            for day in WEEKDAYS
            for start, end in hours.get(day, ())
        ],
        holidays=policy.calendar.get("holidays", []),
    )
