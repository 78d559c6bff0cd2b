"""AssignmentService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import assignment_pb2 as pb
from crm.leads.v1 import assignment_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.assignment.actions import AssignmentRules, Assignments
from services.leads.assignment.model import AssignmentRule


class AssignmentService(assignment_pb2_grpc.AssignmentServiceServicer):
    """Who gets a lead, and why."""

    def __init__(self, rules: AssignmentRules, assignments: Assignments) -> None:
        self._rules = rules
        self._assignments = assignments

    def GetAssignmentRule(self, request: pb.GetAssignmentRuleRequest, _: Any) -> pb.AssignmentRule:
        return _shown(self._rules.get(parse_id(request.id, "assignment rule")))

    def ListAssignmentRules(
        self, _request: pb.ListAssignmentRulesRequest, _: Any
    ) -> pb.ListAssignmentRulesResponse:
        found = self._rules.list()
        return pb.ListAssignmentRulesResponse(assignment_rules=map(_shown, found))

    def CreateAssignmentRule(
        self, request: pb.CreateAssignmentRuleRequest, _: Any
    ) -> pb.AssignmentRule:
        return _shown(self._rules.create(masks.values(request.assignment_rule, AssignmentRule)))

    def UpdateAssignmentRule(
        self, request: pb.UpdateAssignmentRuleRequest, _: Any
    ) -> pb.AssignmentRule:
        given = request.assignment_rule
        changes = masks.changes(given, request.update_mask, AssignmentRule)
        rule_id = parse_id(given.id, "assignment rule")
        return _shown(self._rules.update(rule_id, changes, etag=given.etag))

    def DeleteAssignmentRule(self, request: pb.DeleteAssignmentRuleRequest, _: Any) -> Empty:
        self._rules.delete(parse_id(request.id, "assignment rule"), etag=request.etag)
        return Empty()

    def AssignContact(self, request: pb.AssignContactRequest, _: Any) -> pb.Assignment:
        wanted = parse_id(request.owner_id, "user") if request.owner_id else None
        given = self._assignments.assign(parse_id(request.id, "contact"), wanted)
        return to_message(given, pb.Assignment)

    def ListAssignments(
        self, request: pb.ListAssignmentsRequest, _: Any
    ) -> pb.ListAssignmentsResponse:
        page = self._assignments.list(parse_id(request.contact_id, "contact"), Query.of(request))
        shown = [to_message(each, pb.Assignment) for each in page.items]
        return pb.ListAssignmentsResponse(assignments=shown, next_page_token=page.next_page_token)


def _shown(rule: AssignmentRule) -> pb.AssignmentRule:
    return to_message(rule, pb.AssignmentRule)
