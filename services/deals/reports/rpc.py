"""ReportService: a message in, a report, a message out."""

from dataclasses import asdict
from datetime import date
from typing import Any

from crm.deals.v1 import deals_pb2, reports_pb2_grpc
from crm.deals.v1 import reports_pb2 as pb

from chassis.errors import InvalidArgument
from chassis.ids import parse_id
from chassis.mapping import read_date, to_message
from services.deals.reports.actions import Reports


class ReportService(reports_pb2_grpc.ReportServiceServicer):
    """Numbers over the deals in the caller's scope."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def ReportStages(self, request: pb.ReportStagesRequest, _: Any) -> pb.ReportStagesResponse:
        wanted = parse_id(request.pipeline_id, "pipeline") if request.pipeline_id else None
        stages = self._reports.stages(wanted, _since(request.since_date))
        return pb.ReportStagesResponse(stages=[pb.StageReport(**asdict(each)) for each in stages])

    def ReportStageDeals(
        self, request: pb.ReportStageDealsRequest, _: Any
    ) -> pb.ReportStageDealsResponse:
        stage_id = parse_id(request.stage_id, "stage")
        number = pb.ReportStageDealsRequest.Number.Name(request.number)
        since = _since(request.since_date)
        now, deals = self._reports.behind(stage_id, number, since, request.page_size)
        shown = [to_message(deal, deals_pb2.Deal, stuck=deal.stuck(now)) for deal in deals]
        return pb.ReportStageDealsResponse(deals=shown)

    def ReportStuckDeals(
        self, request: pb.ReportStuckDealsRequest, _: Any
    ) -> pb.ReportStuckDealsResponse:
        deals = self._reports.stuck(request.page_size)
        shown = [to_message(deal, deals_pb2.Deal, stuck=True) for deal in deals]
        return pb.ReportStuckDealsResponse(deals=shown)

    def ReportOutcomes(
        self, request: pb.ReportOutcomesRequest, _: Any
    ) -> pb.ReportOutcomesResponse:
        won, lost = self._reports.outcomes(_since(request.since_date))
        return pb.ReportOutcomesResponse(
            won=[pb.Outcome(**asdict(each)) for each in won],
            lost=[pb.Outcome(**asdict(each)) for each in lost],
        )


def _since(text: str) -> date | None:
    try:
        return read_date(text) if text else None
    except ValueError as error:
        raise InvalidArgument.of("since_date", str(error)) from None
