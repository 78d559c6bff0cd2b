"""TimelineService: a message in, a use case, a message out."""

from datetime import UTC
from typing import Any

from crm.leads.v1 import timeline_pb2 as pb
from crm.leads.v1 import timeline_pb2_grpc

from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.timeline.actions import Timeline
from services.leads.timeline.model import Outcome


class TimelineService(timeline_pb2_grpc.TimelineServiceServicer):
    """One person's history."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def ListTimeline(self, request: pb.ListTimelineRequest, _: Any) -> pb.ListTimelineResponse:
        page = self._timeline.list(parse_id(request.contact_id, "contact"), Query.of(request))
        entries = [to_message(entry, pb.TimelineEntry) for entry in page.items]
        return pb.ListTimelineResponse(entries=entries, next_page_token=page.next_page_token)

    def CreateNote(self, request: pb.CreateNoteRequest, _: Any) -> pb.TimelineEntry:
        entry = self._timeline.note(parse_id(request.contact_id, "contact"), request.body)
        return to_message(entry, pb.TimelineEntry)

    def LogCall(self, request: pb.LogCallRequest, _: Any) -> pb.TimelineEntry:
        moment = request.occur_time.ToDatetime(tzinfo=UTC)
        entry = self._timeline.log_call(
            parse_id(request.contact_id, "contact"),
            Outcome(pb.LogCallRequest.Outcome.Name(request.outcome)),
            occur_time=moment if request.HasField("occur_time") else None,
            summary=request.summary,
            facts={"duration_seconds": request.duration_seconds, "inbound": request.inbound},
        )
        return to_message(entry, pb.TimelineEntry)
