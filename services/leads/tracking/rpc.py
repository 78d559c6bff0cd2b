"""TrackingService: a message in, a use case, a message out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.leads.v1 import timeline_pb2, tracking_pb2_grpc
from crm.leads.v1 import tracking_pb2 as pb
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict

from chassis.clock import Clock
from chassis.errors import InvalidArgument, Violation
from chassis.ids import parse_id
from chassis.mapping import to_message
from services.leads.tracking.actions import Tracking
from services.leads.tracking.model import Event, event_id, page_view, product_event


class TrackingService(tracking_pb2_grpc.TrackingServiceServicer):
    """Page views and product events."""

    def __init__(self, tracking: Tracking, clock: Clock) -> None:
        self._tracking = tracking
        self._clock = clock

    def TrackEvents(self, request: pb.TrackEventsRequest, _: Any) -> Empty:
        happened = list(_events(request, self._clock.now()))
        self._tracking.track(UUID(request.visitor_id), happened, automated=request.automated)
        return Empty()

    def RecordProductEvent(
        self, request: pb.RecordProductEventRequest, _: Any
    ) -> timeline_pb2.TimelineEntry:
        contact_id = parse_id(request.contact_id, "contact")
        properties = MessageToDict(request.properties)
        entry = self._tracking.record(contact_id, request.name, properties)
        return to_message(entry, timeline_pb2.TimelineEntry)


def _events(request: pb.TrackEventsRequest, now: datetime) -> Iterator[Event]:
    """The events, each once. Raises InvalidArgument naming what is wrong with which."""
    visitor_id = UUID(request.visitor_id)
    seen = set()
    for index, event in enumerate(request.events):
        identity = event_id(visitor_id, event.event_id)
        if identity in seen:
            continue
        seen.add(identity)
        # a microsecond apart, so that a timeline shows them in the order they were sent
        at = now - timedelta(
            seconds=event.age_seconds, microseconds=len(request.events) - index - 1
        )
        try:
            yield _event(event, identity, visitor_id, at)
        except InvalidArgument as error:
            places = [
                Violation(f"events[{index}].{each.field}", each.description)
                for each in error.violations
            ]
            raise InvalidArgument.many(places) from None


def _event(event: pb.TrackedEvent, identity: UUID, visitor_id: UUID, at: datetime) -> Event:
    if event.kind == pb.TrackedEvent.PAGE_VIEW:
        return page_view(
            identity,
            at,
            url=event.url,
            title=event.title,
            referrer=event.referrer,
            visitor_id=visitor_id,
        )
    return product_event(identity, at, event.name, MessageToDict(event.properties))
