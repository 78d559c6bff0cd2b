"""Calls from one service's server to another's, in the name of whoever waits for the answer.

Only servers do this, never workers: a call there would stop every green thread. Each call has a
deadline and an idempotency key, is tried again only when the other was not there, and fails as an
error of ours: what the other refused in its own words, what did not answer as Unavailable.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from chassis import context, errors
from chassis.channels import RETRY, options, target_of
from chassis.errors import Error, Unavailable, Violation

M = TypeVar("M", bound=Message)
#: gRPC's own words are about sockets; these mean that the other side did not answer.
SILENT = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


class Callee:
    """The server of another service. address: "" when this process was not told where it is.

    Made when the process starts, connected when it is first called.
    """

    def __init__(self, name: str, address: str) -> None:
        self._name = name
        channel = grpc.insecure_channel(target_of(address), options(RETRY)) if address else None
        self._channel = channel

    def stub(self, kind: Callable[[grpc.Channel], Any]) -> Any:
        """A client of one of its gRPC services. Raises Unavailable when nobody knows where."""
        if self._channel is None:
            raise self._silent()
        return kind(self._channel)

    def call(
        self,
        method: Callable[..., M],
        request: Message,
        *,
        timeout: float,
        idempotency_key: str,
    ) -> M:
        """One RPC for the running call's caller; timeout in seconds, over all tries;
        idempotency_key: "" for what only reads.

        Raises what the other service refused with, or Unavailable (<NAME>_DOWN): then it may or
        may not have happened, and the same call again, with the same key, settles it.
        """
        call = context.current()
        metadata = [
            ("authorization", call.token),
            ("idempotency-key", idempotency_key),
            ("x-request-id", call.request_id),
            ("traceparent", call.traceparent),
        ]
        told = [(name, value) for name, value in metadata if value]
        try:
            return method(request, timeout=timeout, metadata=told)
        except grpc.RpcError as error:
            raise self._understood(error) from error

    def _understood(self, error: Any) -> Error:
        status = rpc_status.from_call(error)
        if status is None and error.code() in SILENT:
            return self._silent()
        if status is None:
            return errors.Internal("INTERNAL", f"{self._name} failed: {error.code().name}")
        return _read(error.code().name, status)

    def _silent(self) -> Unavailable:
        name = self._name
        return Unavailable(
            f"{name.upper()}_DOWN", f"The service {name} does not answer; try again.", retry_after=2
        )


def _read(code: str, status: Any) -> Error:
    """The error another service explained, as if it were our own."""
    reason, metadata, violations = code, {}, []
    for packed in status.details:
        info, refused = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if packed.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif packed.Unpack(refused):
            violations = [Violation(v.field, v.description) for v in refused.field_violations]
    error = errors.by_code(code)(reason, status.message, **metadata)
    error.violations = tuple(violations)
    return error
