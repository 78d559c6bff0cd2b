"""What every service serves besides its own: its event log and its dead letters."""

from collections.abc import Sequence
from typing import Any

from crm.api.v1 import dead_letters_pb2, dead_letters_pb2_grpc, event_log_pb2, event_log_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis.changes import as_struct
from chassis.database import Database
from chassis.dead_letters import DeadLetter, DeadLetters
from chassis.event_log import EventLog
from chassis.ids import parse_id
from chassis.mapping import to_message
from chassis.service import Servicer
from chassis.tables import OutboxEvent

CONTENT = 10_000


def servicers(database: Database) -> Sequence[Servicer]:
    """The RPCs that are the same in every service."""
    log, letters = EventLogService(database), DeadLetterService(database)
    return [
        (event_log_pb2_grpc.add_EventLogServiceServicer_to_server, log),
        (dead_letters_pb2_grpc.add_DeadLetterServiceServicer_to_server, letters),
    ]


class EventLogService(event_log_pb2_grpc.EventLogServiceServicer):
    """The log of facts."""

    def __init__(self, database: Database) -> None:
        self._log = EventLog(database)
        self._service = database.service

    def ReadEvents(  # noqa: N802 -- named as in the proto
        self, request: event_log_pb2.ReadEventsRequest, _: Any
    ) -> event_log_pb2.ReadEventsResponse:
        stretch = self._log.read(
            request.after,
            size=request.page_size,
            filter_=request.filter,
            newest=request.newest,
        )
        return event_log_pb2.ReadEventsResponse(
            events=[self._shown(row) for row in stretch.events],
            next_after=str(stretch.next_after),
            more=stretch.more,
        )

    def _shown(self, row: OutboxEvent) -> event_log_pb2.Event:
        return to_message(
            row,
            event_log_pb2.Event,
            service=self._service,
            occur_time=row.time,
            request_id=row.headers.get("request_id", ""),
            traceparent=row.headers.get("traceparent", ""),
            data=as_struct(row.data),
        )


class DeadLetterService(dead_letters_pb2_grpc.DeadLetterServiceServicer):
    """What was given up."""

    def __init__(self, database: Database) -> None:
        self._letters = DeadLetters(database)
        self._service = database.service

    def ListDeadLetters(  # noqa: N802 -- named as in the proto
        self, _request: dead_letters_pb2.ListDeadLettersRequest, _: Any
    ) -> dead_letters_pb2.ListDeadLettersResponse:
        found = [self._shown(letter) for letter in self._letters.list()]
        return dead_letters_pb2.ListDeadLettersResponse(dead_letters=found)

    def ReplayDeadLetter(  # noqa: N802 -- named as in the proto
        self, request: dead_letters_pb2.ReplayDeadLetterRequest, _: Any
    ) -> Empty:
        self._letters.replay(parse_id(request.id, "dead_letter"))
        return Empty()

    def DropDeadLetter(  # noqa: N802 -- named as in the proto
        self, request: dead_letters_pb2.DropDeadLetterRequest, _: Any
    ) -> Empty:
        self._letters.drop(parse_id(request.id, "dead_letter"))
        return Empty()

    def _shown(self, letter: DeadLetter) -> dead_letters_pb2.DeadLetter:
        return dead_letters_pb2.DeadLetter(
            id=str(letter.id),
            service=self._service,
            kind=letter.kind.upper(),
            handler=letter.handler,
            subject=letter.subject,
            reason=letter.reason,
            error=letter.error,
            tries=letter.tries,
            receive_time=letter.time,
            content=letter.content[:CONTENT],
        )
