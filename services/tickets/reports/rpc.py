"""ReportService: a message in, a report, a message out."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from crm.tickets.v1 import reports_pb2 as pb
from crm.tickets.v1 import reports_pb2_grpc

from chassis.errors import InvalidArgument
from chassis.mapping import read_date
from services.tickets.reports.actions import Reports
from services.tickets.surveys.model import HAPPY, csat


class ReportService(reports_pb2_grpc.ReportServiceServicer):
    """Numbers over the tickets in the caller's scope."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def ReportServiceTimes(
        self, request: pb.ReportServiceTimesRequest, _: Any
    ) -> pb.ReportServiceTimesResponse:
        rows = self._reports.service_times(read_since(request.since_date))
        return pb.ReportServiceTimesResponse(rows=[pb.ServiceTimes(**asdict(row)) for row in rows])

    def ReportSatisfaction(
        self, request: pb.ReportSatisfactionRequest, _: Any
    ) -> pb.ReportSatisfactionResponse:
        found = self._reports.satisfaction(read_since(request.since_date))
        comments = [{**asdict(each), "ticket_id": str(each.ticket_id)} for each in found.comments]
        answered, happy = sum(found.scores), sum(found.scores[HAPPY - 1 :])
        return pb.ReportSatisfactionResponse(
            sent=found.sent,
            answered=answered,
            happy=happy,
            csat_percent=csat(happy, answered),
            scores=found.scores,
            comments=[pb.SurveyComment(**comment) for comment in comments],
        )

    def ReportBacklog(self, _request: pb.ReportBacklogRequest, _: Any) -> pb.ReportBacklogResponse:
        found = self._reports.backlog()
        return pb.ReportBacklogResponse(
            open=found.open,
            unassigned=found.unassigned,
            breached=found.breached,
            complaints=found.complaints,
            states=_counts(found.states),
            ages=_counts(found.ages),
            owners=_counts(found.owners),
        )


def _counts(found: Iterable[tuple[str, int]]) -> list[pb.BacklogCount]:
    return [pb.BacklogCount(key=key, count=count) for key, count in found]


def read_since(text: str) -> date | None:
    """The day a report begins with; None for the usual one. Raises InvalidArgument."""
    try:
        return read_date(text) if text else None
    except ValueError as error:
        raise InvalidArgument.of("since_date", str(error)) from None
