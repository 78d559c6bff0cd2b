"""A small gRPC server for everything.proto, which remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc
from google.api import httpbody_pb2
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from chassis.errors import Aborted
from chassis.server import OPTIONS
from chassis.uploads import whole
from gateway.catalogue import Catalogue, Kind, Method

ETAG = "3"


class Things(grpc.GenericRpcHandler):
    """Serves ThingService. `asked` holds (name, request, metadata), newest last.

    turn: what the requests of the running test are called; over: those of tests that have ended.
    What these broke off may reach us late, and is not the running one's.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.methods = {method.grpc_path: method for method in catalogue.methods}
        self.asked: list[tuple[str, Any, dict[str, str]]] = []
        self.begun = threading.Event()  # a call has reached its handler
        self.cancelled = threading.Event()
        self.unavailable = 0
        self.turn = ""
        self.over: set[str] = set()

    def begin(self, turn: str) -> None:
        """Forgets the test before."""
        self.over.add(self.turn)
        self.turn = turn
        self.asked.clear()
        self.begun.clear()
        self.cancelled.clear()
        self.unavailable = 0

    @property
    def request(self) -> Any:
        return self.asked[-1][1]

    @property
    def metadata(self) -> dict[str, str]:
        return self.asked[-1][2]

    def service(self, details: grpc.HandlerCallDetails) -> Any:
        method = self.methods.get(details.method)
        if method is None:
            return None
        make: Callable[..., Any] = {
            Kind.UNARY: grpc.unary_unary_rpc_method_handler,
            Kind.DOWNLOAD: grpc.unary_stream_rpc_method_handler,
            Kind.UPLOAD: grpc.stream_unary_rpc_method_handler,
        }[method.kind]
        return make(
            self.behaviour(method),
            request_deserializer=method.request.FromString,
            response_serializer=method.reply.SerializeToString,
        )

    def behaviour(self, method: Method) -> Callable[[Any, grpc.ServicerContext], Any]:
        answer = {
            "Echo": lambda request, _: request,
            "Fail": fail,
            "ExportThings": export,
            "ImportThings": self.take,
            "ListThings": lambda *_: method.reply(things=[{"id": "t1", "name": "Lamp"}]),
            "CountThings": lambda *_: method.reply(),
            "DrawThing": lambda *_: method.reply(content_type="image/svg+xml", data=b"<svg/>"),
            "DeleteThing": self.delete,
            "RecountShelf": lambda *_: method.reply(),
            "CreateThing": self.create,
        }.get(method.name, lambda *_: method.reply(id="t1", etag=ETAG, name="Lamp"))

        def behaviour(request: Any, context: grpc.ServicerContext) -> Any:
            metadata = dict(context.invocation_metadata())
            if not context.is_active() or metadata.get("x-request-id") in self.over:
                return method.reply()
            self.asked.append((method.name, request, metadata))
            self.begun.set()
            if self.unavailable:
                self.unavailable -= 1
                context.abort(grpc.StatusCode.UNAVAILABLE, "socket closed")
            return answer(request, context)

        return behaviour

    def create(self, request: Any, context: Any) -> Any:
        if dict(context.invocation_metadata()).get("idempotency-key") == "seen":
            context.set_trailing_metadata((("idempotent-replayed", "true"),))
        made = self.methods["/crm.everything.v1.ThingService/GetThing"].reply()
        made.CopyFrom(request.thing)
        made.id, made.etag = "t/1", ETAG
        return made

    def delete(self, request: Any, context: Any) -> Any:
        if request.etag not in {"", ETAG}:
            abort(context, grpc.StatusCode.ABORTED, "It was changed.", "ETAG_MISMATCH")
        return self.methods["/crm.everything.v1.ThingService/DeleteThing"].reply()

    def take(self, requests: Iterator[Any], context: Any) -> Any:
        reply = self.methods["/crm.everything.v1.ThingService/ImportThings"].reply()
        try:
            pieces = whole(requests, self.asked[-1][2])
            first = next(pieces)
            self.asked[-1] = ("ImportThings", first, self.asked[-1][2])
            reply.shelf, reply.dry_run = first.shelf, first.dry_run
            reply.content_type = first.file.content_type
            for request in pieces:
                reply.size += len(request.file.data)
                reply.chunks += 1
        except (grpc.RpcError, Aborted):
            self.cancelled.set()
            context.abort(grpc.StatusCode.ABORTED, "broken off")
        return reply


def export(request: Any, context: Any) -> Iterator[Any]:
    if request.rows < 0:
        abort(context, grpc.StatusCode.INVALID_ARGUMENT, "Too few.", "TOO_FEW")
    context.send_initial_metadata((("filename", "things%20%C3%BC.csv"),))
    yield httpbody_pb2.HttpBody(content_type="text/csv; charset=utf-8", data=b"id\n")
    for row in range(min(request.rows, 10_000)):
        yield httpbody_pb2.HttpBody(data=f"t{row}\n".encode())


def fail(request: Any, context: Any) -> None:
    """Ends the call with the error that the request asks for."""
    code = next(code for code in grpc.StatusCode if code.value[0] == request.code)
    if not request.reason:
        context.abort(code, request.message)
    abort(context, code, request.message, request.reason, dict(request.metadata), request.fields)


def abort(
    context: Any,
    code: grpc.StatusCode,
    message: str,
    reason: str,
    metadata: dict[str, str] | None = None,
    fields: Any = (),
) -> None:
    """Ends a call as our services do, with google.rpc details."""
    details: list[Any] = [
        error_details_pb2.ErrorInfo(reason=reason, domain="things", metadata=metadata or {})
    ]
    if fields:
        broken = [{"field": field, "description": "is wrong"} for field in fields]
        details.append(error_details_pb2.BadRequest(field_violations=broken))
    if metadata and "retry_after" in metadata:
        wait = duration_pb2.Duration(seconds=int(metadata["retry_after"]))
        details.append(error_details_pb2.RetryInfo(retry_delay=wait))
    packed = [any_pb2.Any() for _ in details]
    for one, detail in zip(packed, details, strict=True):
        one.Pack(detail)
    status = status_pb2.Status(code=code.value[0], message=message, details=packed)
    context.abort_with_status(rpc_status.to_status(status))


def serve(things: Things) -> tuple[grpc.Server, int]:
    """Starts a server for `things` on a free port."""
    pool = futures.ThreadPoolExecutor(max_workers=4)
    server = grpc.server(pool, handlers=[things], options=OPTIONS)
    servicer = health.HealthServicer()
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port
