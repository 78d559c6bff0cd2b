"""SequenceService: a message in, a use case, a message out."""

from dataclasses import asdict
from typing import Any

from crm.notify.v1 import sequences_pb2 as pb
from crm.notify.v1 import sequences_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.notify.sequences.actions import Enrolments, Sequences
from services.notify.sequences.model import Enrolment, Sequence, SequenceState


class SequenceService(sequences_pb2_grpc.SequenceServiceServicer):
    """What is said to people one after the other, and to whom."""

    def __init__(self, sequences: Sequences, enrolments: Enrolments) -> None:
        self._sequences = sequences
        self._enrolments = enrolments

    def GetSequence(self, request: pb.GetSequenceRequest, _: Any) -> pb.Sequence:
        return self._shown(self._sequences.get(parse_id(request.id, "sequence")))[0]

    def ListSequences(self, request: pb.ListSequencesRequest, _: Any) -> pb.ListSequencesResponse:
        page = self._sequences.list(Query.of(request))
        return pb.ListSequencesResponse(
            sequences=self._shown(*page.items), next_page_token=page.next_page_token
        )

    def CreateSequence(self, request: pb.CreateSequenceRequest, _: Any) -> pb.Sequence:
        return self._shown(self._sequences.create(masks.values(request.sequence, Sequence)))[0]

    def UpdateSequence(self, request: pb.UpdateSequenceRequest, _: Any) -> pb.Sequence:
        given = request.sequence
        changes = masks.changes(given, request.update_mask, Sequence)
        sequence_id = parse_id(given.id, "sequence")
        return self._shown(self._sequences.update(sequence_id, changes, etag=given.etag))[0]

    def StartSequence(self, request: pb.StartSequenceRequest, _: Any) -> pb.Sequence:
        sequence_id = parse_id(request.id, "sequence")
        return self._shown(
            self._sequences.turn(sequence_id, SequenceState.ACTIVE, etag=request.etag)
        )[0]

    def PauseSequence(self, request: pb.PauseSequenceRequest, _: Any) -> pb.Sequence:
        sequence_id = parse_id(request.id, "sequence")
        return self._shown(
            self._sequences.turn(sequence_id, SequenceState.PAUSED, etag=request.etag)
        )[0]

    def DeleteSequence(self, request: pb.DeleteSequenceRequest, _: Any) -> Empty:
        self._sequences.delete(parse_id(request.id, "sequence"), etag=request.etag)
        return Empty()

    def GetEnrolment(self, request: pb.GetEnrolmentRequest, _: Any) -> pb.Enrolment:
        return _enrolled(self._enrolments.get(parse_id(request.id, "enrolment")))

    def ListEnrolments(
        self, request: pb.ListEnrolmentsRequest, _: Any
    ) -> pb.ListEnrolmentsResponse:
        page = self._enrolments.list(Query.of(request))
        return pb.ListEnrolmentsResponse(
            enrolments=[_enrolled(each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateEnrolment(self, request: pb.CreateEnrolmentRequest, _: Any) -> pb.Enrolment:
        sequence_id = parse_id(request.enrolment.sequence_id, "sequence")
        contact_id = parse_id(request.enrolment.contact_id, "contact")
        return _enrolled(self._enrolments.create(sequence_id, contact_id))

    def StopEnrolment(self, request: pb.StopEnrolmentRequest, _: Any) -> pb.Enrolment:
        enrolment_id = parse_id(request.id, "enrolment")
        return _enrolled(self._enrolments.stop(enrolment_id, etag=request.etag))

    def _shown(self, *sequences: Sequence) -> list[pb.Sequence]:
        counted = self._sequences.tallies(sequences)
        return [to_message(each, pb.Sequence, **asdict(counted[each.id])) for each in sequences]


def _enrolled(enrolment: Enrolment) -> pb.Enrolment:
    return to_message(enrolment, pb.Enrolment)
