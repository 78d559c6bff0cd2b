"""What happens around every RPC, in this order: who calls, log, errors, validation, permission,
idempotency. Services verify the caller themselves; they do not trust the network.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.message import Message
from grpc_status import rpc_status

from chassis import context, errors, idempotency, methods, metrics, status, uploads, validation
from chassis.context import Call, Client
from chassis.database import Database
from chassis.identity import ANONYMOUS, Identity
from chassis.identity_tokens import Verifier
from chassis.redaction import without_secrets

log = logging.getLogger("rpc")

if TYPE_CHECKING:
    Handler = grpc.RpcMethodHandler[Any, Any]
else:
    Handler = grpc.RpcMethodHandler  # generic in the stubs alone
Behaviour = Callable[[Any, grpc.ServicerContext], Any]
Writer = Callable[[Any], bytes]


class Pipeline:
    """Puts everything around a handler, once, when its service is added to a server.

    A grpc.ServerInterceptor would do so anew for every call, at a tenth of the cost of a read.
    """

    def __init__(self, *, database: Database, verifier: Verifier, domain: str) -> None:
        self._database = database
        self._verifier = verifier
        self._domain = domain

    def around(self, path: str, handler: Handler) -> Handler:
        """The handler of the RPC at `path` ("/crm.leads.v1.ContactService/GetContact"), wrapped."""
        method = methods.method(path)
        write = _writer(handler)
        read = handler.request_deserializer
        if handler.unary_unary:
            behaviour = self._unary(method, handler.unary_unary, write)
            return grpc.unary_unary_rpc_method_handler(behaviour, read, write)
        if handler.unary_stream:
            streaming = self._streaming(method, handler.unary_stream)
            return grpc.unary_stream_rpc_method_handler(streaming, read, write)
        if handler.stream_unary:
            uploading = self._uploading(method, handler.stream_unary)
            return grpc.stream_unary_rpc_method_handler(uploading, read, write)
        raise TypeError(f"{path}: bidirectional streaming is not offered")

    def _unary(self, method: methods.Method, inner: Behaviour, write: Writer) -> Behaviour:
        def behaviour(request: Message, rpc: grpc.ServicerContext) -> Any:
            with self._answering(method, rpc) as call:
                authorize(call)
                validation.check(request)
                if not call.idempotency_key:
                    return inner(request, rpc)
                return self._once(call, request, rpc, inner, write)

        return behaviour

    def _once(
        self,
        call: Call,
        request: Message,
        rpc: grpc.ServicerContext,
        inner: Behaviour,
        write: Writer,
    ) -> bytes:
        whole = b""

        def effect() -> bytes:
            nonlocal whole
            answer = inner(request, rpc)
            whole, kept = write(answer), without_secrets(answer)
            return whole if kept is answer else write(kept)

        fingerprint = without_secrets(request).SerializeToString(deterministic=True)
        answer, replayed = idempotency.once(self._database, call, fingerprint, effect)
        if replayed:
            rpc.set_trailing_metadata((("idempotent-replayed", "true"),))
        return answer if replayed else whole

    def _streaming(self, method: methods.Method, inner: Behaviour) -> Behaviour:
        def behaviour(request: Message, rpc: grpc.ServicerContext) -> Iterator[Any]:
            with self._answering(method, rpc) as call:
                authorize(call)
                validation.check(request)
                yield from inner(request, rpc)

        return behaviour

    def _uploading(self, method: methods.Method, inner: Behaviour) -> Behaviour:
        def behaviour(requests: Iterable[Message], rpc: grpc.ServicerContext) -> Any:
            answering = self._answering(method, rpc)
            with answering as call:
                authorize(call)
                return inner(uploads.whole(requests, answering.metadata), rpc)

        return behaviour

    def _answering(self, method: methods.Method, rpc: grpc.ServicerContext) -> "Answering":
        return Answering(method, rpc, verifier=self._verifier, domain=self._domain)


class Answering:
    """The frame of one answer: the call's context, its log line, its errors as a status."""

    def __init__(
        self,
        method: methods.Method,
        rpc: grpc.ServicerContext,
        *,
        verifier: Verifier,
        domain: str,
    ) -> None:
        self.metadata = {
            key: value for key, value in rpc.invocation_metadata() if isinstance(value, str)
        }
        self._rpc = rpc
        self._domain = domain
        self._verifier = verifier
        self._method = method
        self._started = time.perf_counter()

    def __enter__(self) -> Call:
        try:
            identity = identify(self.metadata, self._verifier)
        except errors.Error as error:
            self._count(error, error)
            self._abort(error)
        self._use = context.use(_call(self._method, self.metadata, identity))
        return self._use.__enter__()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        shown = status.shown(error) if isinstance(error, Exception) else None
        self._log(error, shown)
        self._use.__exit__(None, None, None)
        if shown is not None:
            self._abort(shown)

    def _log(self, error: BaseException | None, shown: errors.Error | None) -> None:
        took = round(self._count(error, shown) * 1000, 1)
        if shown is not None and shown.code == "INTERNAL":
            log.error("failed", exc_info=error, extra={"ms": took})
        elif shown is not None:
            log.info("refused", extra={"ms": took, "code": shown.code, "reason": shown.reason})
        else:
            log.debug("answered", extra={"ms": took})

    def _count(self, error: BaseException | None, shown: errors.Error | None) -> float:
        """Notes the answer for /metrics; the seconds it took."""
        took = time.perf_counter() - self._started
        _, service, method = self._method.name.split("/")
        code = shown.code if shown else "CANCELLED" if error else "OK"
        metrics.RPC_SECONDS.labels(service, method, code).observe(took)
        return took

    def _abort(self, error: errors.Error) -> None:
        self._rpc.abort_with_status(
            rpc_status.to_status(status.to_status(error, domain=self._domain))
        )


def identify(metadata: dict[str, str], verifier: Verifier) -> Identity:
    """The caller a call's metadata proves. Raises Unauthenticated for a bad token."""
    scheme, _, token = metadata.get("authorization", "").partition(" ")
    return verifier.verify(token) if scheme == "Bearer" else ANONYMOUS


def authorize(call: Call) -> None:
    """Raises Unauthenticated or PermissionDenied unless the caller holds the call's permission."""
    if call.permission == methods.PUBLIC:
        return
    if call.identity is ANONYMOUS:
        raise errors.Unauthenticated("SIGN_IN_REQUIRED", "Sign in or send an API key.")
    if call.permission != methods.SIGNED_IN and call.identity.reach(call.permission) is None:
        raise errors.PermissionDenied(
            "PERMISSION_REQUIRED",
            f"This needs the permission {call.permission}.",
            permission=call.permission,
        )


def _call(method: methods.Method, metadata: dict[str, str], identity: Identity) -> Call:
    return Call(
        identity=identity,
        permission=method.permission,
        method=method.name,
        request_id=metadata.get("x-request-id", ""),
        traceparent=metadata.get("traceparent", ""),
        idempotency_key=metadata.get("idempotency-key", ""),
        token=metadata.get("authorization", ""),
        client=Client(
            ip=metadata.get("client-ip", ""),
            origin=metadata.get("client-origin", ""),
            user_agent=metadata.get("client-user-agent", ""),
            referrer=metadata.get("client-referrer", ""),
        ),
    )


def _writer(handler: Handler) -> Writer:
    """Turns an answer into bytes; one that is replayed is bytes already."""
    serialize = handler.response_serializer or bytes  # generated code always names one
    return lambda answer: answer if isinstance(answer, bytes) else serialize(answer)
