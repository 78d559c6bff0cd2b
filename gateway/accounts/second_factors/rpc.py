"""SecondFactorService: a message in, a use case, a message out."""

from typing import Any

import segno
from crm.gateway.v1 import second_factors_pb2 as pb
from crm.gateway.v1 import second_factors_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import context
from chassis.identity import Identity
from chassis.ids import parse_id
from chassis.mapping import to_message
from gateway.accounts.second_factors.actions import SecondFactors, Setup


class SecondFactorService(second_factors_pb2_grpc.SecondFactorServiceServicer):
    """The caller's second factor, and help for those who lost theirs."""

    def __init__(self, second_factors: SecondFactors) -> None:
        self._second_factors = second_factors

    def GetMySecondFactor(self, _request: pb.GetMySecondFactorRequest, _: Any) -> pb.MySecondFactor:
        factor = self._second_factors.get(_caller())
        return to_message(factor, pb.MySecondFactor) if factor else pb.MySecondFactor()

    def BeginMySecondFactor(
        self, request: pb.BeginMySecondFactorRequest, _: Any
    ) -> pb.SecondFactorSetup:
        return shown(self._second_factors.begin(_caller(), request.current_password))

    def ConfirmMySecondFactor(
        self, request: pb.ConfirmMySecondFactorRequest, _: Any
    ) -> pb.RecoveryCodes:
        recovery_codes = self._second_factors.confirm(_caller(), request.code)
        return pb.RecoveryCodes(recovery_codes=recovery_codes)

    def RemoveMySecondFactor(self, request: pb.RemoveMySecondFactorRequest, _: Any) -> Empty:
        self._second_factors.remove(_caller(), request.current_password)
        return Empty()

    def RemoveUserSecondFactor(self, request: pb.RemoveUserSecondFactorRequest, _: Any) -> Empty:
        self._second_factors.remove_from(parse_id(request.id, "user"))
        return Empty()


def _caller() -> Identity:
    return context.current().identity


def shown(setup: Setup) -> pb.SecondFactorSetup:
    """The message of a setup, with the address as a picture that a phone can read."""
    picture = segno.make(setup.uri, error="m", micro=False)
    return pb.SecondFactorSetup(
        secret=setup.secret, uri=setup.uri, qr_code=picture.svg_data_uri(scale=4, border=4)
    )
