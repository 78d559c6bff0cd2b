"""ClockService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import clock_pb2 as pb
from crm.gateway.v1 import clock_pb2_grpc

from gateway.accounts.clock.actions import BusinessClock, Reading


class ClockService(clock_pb2_grpc.ClockServiceServicer):
    """What time it is for all services."""

    def __init__(self, clock: BusinessClock) -> None:
        self._clock = clock

    def GetClock(self, _request: pb.GetClockRequest, _: Any) -> pb.Clock:
        return _shown(self._clock.read())

    def AdvanceClock(self, request: pb.AdvanceClockRequest, _: Any) -> pb.Clock:
        return _shown(self._clock.advance(request.seconds))


def _shown(reading: Reading) -> pb.Clock:
    return pb.Clock(
        current_time=reading.current_time,
        offset_seconds=reading.offset_seconds,
        movable=reading.movable,
    )
