"""NpsService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import nps_pb2 as pb
from crm.tickets.v1 import nps_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.tickets.nps.actions import NpsPolicies, NpsSurveys
from services.tickets.nps.asking import shown
from services.tickets.nps.model import NpsPolicy
from services.tickets.nps.report import NpsReports
from services.tickets.reports.rpc import read_since


class NpsService(nps_pb2_grpc.NpsServiceServicer):
    """Who would recommend us."""

    def __init__(self, surveys: NpsSurveys, policies: NpsPolicies, reports: NpsReports) -> None:
        self._surveys = surveys
        self._policies = policies
        self._reports = reports

    def GetNpsSurvey(self, request: pb.GetNpsSurveyRequest, _: Any) -> pb.NpsSurvey:
        return shown(self._surveys.get(parse_id(request.id, "NPS survey")))

    def ListNpsSurveys(
        self, request: pb.ListNpsSurveysRequest, _: Any
    ) -> pb.ListNpsSurveysResponse:
        page = self._surveys.list(Query.of(request))
        found = [shown(survey) for survey in page.items]
        return pb.ListNpsSurveysResponse(nps_surveys=found, next_page_token=page.next_page_token)

    def SendNpsSurvey(self, request: pb.SendNpsSurveyRequest, _: Any) -> pb.NpsSurvey:
        return shown(self._surveys.send(parse_id(request.contact_id, "contact")))

    def GetNpsPolicy(self, _request: pb.GetNpsPolicyRequest, _: Any) -> pb.NpsPolicy:
        return to_message(self._policies.get(), pb.NpsPolicy)

    def UpdateNpsPolicy(self, request: pb.UpdateNpsPolicyRequest, _: Any) -> pb.NpsPolicy:
        given = request.nps_policy
        changes = masks.changes(given, request.update_mask, NpsPolicy)
        return to_message(self._policies.update(changes, etag=given.etag), pb.NpsPolicy)

    def ReportNps(self, request: pb.ReportNpsRequest, _: Any) -> pb.ReportNpsResponse:
        found = self._reports.recommendations(read_since(request.since_date))
        return pb.ReportNpsResponse(
            sent=found.sent,
            answered=found.answered,
            promoters=found.promoters,
            passives=found.passives,
            detractors=found.detractors,
            nps=found.nps,
            scores=found.scores,
            comments=[shown(survey) for survey in found.comments],
        )
