"""SegmentService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import contacts_pb2, segments_pb2_grpc
from crm.leads.v1 import segments_pb2 as pb
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.segments.actions import Segments
from services.leads.segments.model import Segment


class SegmentService(segments_pb2_grpc.SegmentServiceServicer):
    """Groups of contacts that keep themselves up to date."""

    def __init__(self, segments: Segments, catalogue: Catalogue) -> None:
        self._segments = segments
        self._catalogue = catalogue

    def GetSegment(self, request: pb.GetSegmentRequest, _: Any) -> pb.Segment:
        return _shown(self._segments.get(parse_id(request.id, "segment")))

    def ListSegments(self, request: pb.ListSegmentsRequest, _: Any) -> pb.ListSegmentsResponse:
        page = self._segments.list(Query.of(request))
        found = [_shown(segment) for segment in page.items]
        return pb.ListSegmentsResponse(segments=found, next_page_token=page.next_page_token)

    def CreateSegment(self, request: pb.CreateSegmentRequest, _: Any) -> pb.Segment:
        return _shown(self._segments.create(masks.values(request.segment, Segment)))

    def UpdateSegment(self, request: pb.UpdateSegmentRequest, _: Any) -> pb.Segment:
        changes = masks.changes(request.segment, request.update_mask, Segment)
        segment_id = parse_id(request.segment.id, "segment")
        return _shown(self._segments.update(segment_id, changes, etag=request.segment.etag))

    def DeleteSegment(self, request: pb.DeleteSegmentRequest, _: Any) -> Empty:
        self._segments.delete(parse_id(request.id, "segment"), etag=request.etag)
        return Empty()

    def ListSegmentMembers(
        self, request: pb.ListSegmentMembersRequest, _: Any
    ) -> pb.ListSegmentMembersResponse:
        segment_id = parse_id(request.segment_id, "segment")
        page = self._segments.members(segment_id, Query.of(request))
        contacts = [self._contact(contact) for contact in page.items]
        return pb.ListSegmentMembersResponse(
            contacts=contacts, next_page_token=page.next_page_token
        )

    def CountSegmentMembers(
        self, request: pb.CountSegmentMembersRequest, _: Any
    ) -> pb.CountSegmentMembersResponse:
        found = self._segments.count(parse_id(request.segment_id, "segment"), request.filter)
        return pb.CountSegmentMembersResponse(count=found.count, capped=found.capped)

    def _contact(self, contact: Contact) -> contacts_pb2.Contact:
        bag = self._catalogue.visible(Resource.CONTACT, contact.custom_fields)
        return to_message(contact, contacts_pb2.Contact, custom_fields=bag)


def _shown(segment: Segment) -> pb.Segment:
    return to_message(segment, pb.Segment)
