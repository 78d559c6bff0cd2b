"""JourneyService: a message in, a report, a message out."""

from dataclasses import asdict
from typing import Any

from crm.leads.v1 import journey_pb2 as pb
from crm.leads.v1 import journey_pb2_grpc

from chassis.errors import InvalidArgument
from chassis.mapping import read_date
from services.leads.journey.actions import Journey


class JourneyService(journey_pb2_grpc.JourneyServiceServicer):
    """Numbers over the contacts in the caller's scope."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey

    def ReportJourney(self, request: pb.ReportJourneyRequest, _: Any) -> pb.ReportJourneyResponse:
        try:
            since = read_date(request.since_date) if request.since_date else None
        except ValueError as error:
            raise InvalidArgument.of("since_date", str(error)) from None
        report = self._journey.report(since)
        return pb.ReportJourneyResponse(
            stages=[pb.JourneyStage(**asdict(stage)) for stage in report.stages],
            steps=[pb.JourneyStep(**asdict(step)) for step in report.steps],
            response_times=pb.ResponseTimes(**asdict(report.response_times)),
            capped=report.capped,
        )
