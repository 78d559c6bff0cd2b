"""ClockService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import clock_pb2 as pb
from crm.gateway.v1 import clock_pb2_grpc

from chassis.mapping import to_message
from gateway.accounts.clock.actions import BusinessClock


class ClockService(clock_pb2_grpc.ClockServiceServicer):
    """What time it is for all services."""

    def __init__(self, clock: BusinessClock) -> None:
        self._clock = clock

    def GetClock(self, _request: pb.GetClockRequest, _: Any) -> pb.Clock:
        return to_message(self._clock.read(), pb.Clock)

    def AdvanceClock(self, request: pb.AdvanceClockRequest, _: Any) -> pb.Clock:
        return to_message(self._clock.advance(request.seconds), pb.Clock)
