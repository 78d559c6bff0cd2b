"""What a refused gRPC call says, and the one way tests ask for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status


@dataclass(slots=True)
class Refusal:
    """A status with its details unpacked; filled when the block of `refused` has ended.

    violations: dotted field -> the rule it broke. retry_after: seconds, 0 when not said.
    """

    code: str = ""
    message: str = ""
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    violations: dict[str, str] = field(default_factory=dict)
    retry_after: int = 0


def read(error: grpc.RpcError) -> Refusal:
    """The refusal behind an error of a stub."""
    found = Refusal(code=error.code().name, message=error.details() or "")
    status = rpc_status.from_call(cast(grpc.Call, error))  # what a stub raises is both
    for packed in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        request, retry = error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        if packed.Unpack(info):
            found.reason, found.metadata = info.reason, dict(info.metadata)
        elif packed.Unpack(request):
            found.violations = {v.field: v.description for v in request.field_violations}
        elif packed.Unpack(retry):
            found.retry_after = retry.retry_delay.seconds
    return found


@contextmanager
def refused(code: str, reason: str = "") -> Iterator[Refusal]:
    """`with refused("NOT_FOUND", "CONTACT_NOT_FOUND") as refusal:` around one call of a stub."""
    refusal = Refusal()
    with pytest.raises(grpc.RpcError) as caught:
        yield refusal
    found = read(caught.value)
    for name in Refusal.__slots__:
        setattr(refusal, name, getattr(found, name))
    assert refusal.code == code, f"{refusal.code} {refusal.reason}: {refusal.message}"
    assert reason in ("", refusal.reason), f"{refusal.reason}: {refusal.message}"
