"""The one view that serves every RPC: who, may they, read, call, write."""

from collections.abc import Callable
from typing import Any

import grpc
from flask import Flask, Response, g, request
from google.protobuf.message import Message

from chassis.errors import Unavailable
from chassis.identity import ANONYMOUS, Identity
from chassis.uploads import MARKED
from gateway import bodies, files, headers, problems, uploads
from gateway.backends.calls import Backend, Metadata, Reply
from gateway.catalogue import EMPTY, HTTP_BODY, Kind, Method
from gateway.locations import Locations
from gateway.parts import Parts
from gateway.tokens import Tokens
from gateway.transcoding import strict_json
from gateway.transcoding.decoding import Decoder
from gateway.transcoding.encoding import Encoder
from gateway.transcoding.plans import Incoming, Plan

READ_SECONDS = 2.0
WRITE_SECONDS = 5.0
FILE_SECONDS = 300.0


class Front:
    """Serves all RPCs of a catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tokens = Tokens(parts.sign)
        self._decoder = Decoder(parts.catalogue.pool, parts.catalogue.options)
        self._encoder = Encoder(parts.catalogue.pool, parts.catalogue.options)
        self._locations = Locations(parts.catalogue)

    def install(self, app: Flask) -> None:
        """One route for each binding of each RPC; the endpoint is the RPC's full name."""
        for method in self._parts.catalogue.methods:
            for index, binding in enumerate(method.bindings):
                app.add_url_rule(
                    binding.template.rule,
                    endpoint=f"{method.full_name}#{index}" if index else method.full_name,
                    view_func=self._view(Plan(method, binding, self._decoder)),
                    methods=[binding.verb],
                    provide_automatic_options=False,
                )

    def _view(self, plan: Plan) -> Callable[..., Response]:
        serve = {
            Kind.UNARY: self._unary,
            Kind.DOWNLOAD: self._download,
            Kind.UPLOAD: self._upload,
        }[plan.method.kind]

        def view(**path: str) -> Response:
            g.template = plan.binding.template.text
            identity = self._identify(plan.method)
            g.caller = identity.caller
            self._parts.authorize(identity, plan.method)
            g.headers.update(self._parts.admit(request, identity, plan.method))
            return serve(plan, path, identity)

        return view

    def _identify(self, method: Method) -> Identity:
        """The caller; a public RPC asks nobody, so an expired session does not stand in its way."""
        return ANONYMOUS if method.public else self._parts.authenticate(request)

    def _unary(self, plan: Plan, path: dict[str, str], identity: Identity) -> Response:
        if plan.method.output.full_name != HTTP_BODY:
            headers.check_accept(request)
        message = plan.read(incoming(plan, path))
        if not plan.method.safe and plan.method.backend != "gateway":
            self._parts.responsible(getattr(message, plan.prefix[0]) if plan.prefix else message)
        metadata = self._metadata(plan, identity)
        seconds = READ_SECONDS if plan.method.safe else WRITE_SECONDS
        with explained(plan):
            reply = self._backend(plan.method).call(plan.method, message, metadata, seconds)
        return self._answer(plan, reply)

    def _download(self, plan: Plan, path: dict[str, str], identity: Identity) -> Response:
        message = plan.read(incoming(plan, path))
        metadata = self._metadata(plan, identity)
        with explained(plan):
            stream = self._backend(plan.method).download(
                plan.method, message, metadata, FILE_SECONDS
            )
            return files.download(stream)

    def _upload(self, plan: Plan, path: dict[str, str], identity: Identity) -> Response:
        headers.check_accept(request)
        requests = uploads.messages(plan, Incoming(path, query_string()), request)
        metadata = [*self._metadata(plan, identity), MARKED]
        with explained(plan):
            reply = self._backend(plan.method).upload(plan.method, requests, metadata, FILE_SECONDS)
        return self._answer(plan, reply)

    def _backend(self, method: Method) -> Backend:
        backend = self._parts.backends.get(method.backend)
        if backend is None:
            raise Unavailable("BACKEND_MISSING", f"The {method.backend} service is not connected.")
        return backend

    def _metadata(self, plan: Plan, identity: Identity) -> Metadata:
        """What a service is told beside the message: nothing that the caller could forge."""
        metadata = [("x-request-id", g.request_id), ("traceparent", g.traceparent)]
        if identity is not ANONYMOUS:
            metadata.append(("authorization", f"Bearer {self._tokens.of(identity)}"))
        if plan.binding.verb == "POST":
            key = headers.idempotency_key(request.headers.getlist("Idempotency-Key"))
            metadata += [("idempotency-key", key)] if key else []
        told = plan.method.public or plan.method.backend == "gateway"  # accounts keep networks
        return metadata + client_metadata() if told else metadata

    def _answer(self, plan: Plan, reply: Reply) -> Response:
        """The response of a call that succeeded."""
        if reply.replayed:
            g.headers["Idempotent-Replayed"] = "true"
        output = plan.method.output.full_name
        if output == EMPTY:
            return Response(status=204)
        message: Any = reply.message
        if output == HTTP_BODY:
            return files.attachment(message, {})
        etag = headers.quoted(getattr(message, "etag", ""))
        if etag:
            g.headers["ETag"] = etag
            if plan.method.safe and request.if_none_match.contains_weak(message.etag):
                return Response(status=304)
        return self._document(plan, message)

    def _document(self, plan: Plan, message: Message) -> Response:
        if not plan.method.creates:
            return Response(self._encoder.encode(message), content_type=headers.JSON)
        place = self._locations.of(plan.method, message)
        if place:
            g.headers["Location"] = place
        return Response(self._encoder.encode(message), status=201, content_type=headers.JSON)


def incoming(plan: Plan, path: dict[str, str]) -> Incoming:
    """The parts of the running request. Raises Problem or Faults."""
    return Incoming(
        path=path,
        query=query_string(),
        body=json_body(plan),
        etag="" if plan.method.safe else headers.if_match(request.headers.get("If-Match")),
    )


def query_string() -> str:
    """The running request's query as sent."""
    query: str = request.environ.get("QUERY_STRING", "")
    return query


def json_body(plan: Plan) -> dict[str, Any] | None:
    """The JSON of the running request, or None. A body is refused where none is taken."""
    if bodies.is_empty(request) and not request.mimetype:
        return {} if plan.takes_json else None
    if not plan.takes_json:
        if next(bodies.chunks(request, bodies.JSON_LIMIT), b""):
            raise problems.refuse(400, "BODY_NOT_TAKEN", "This takes no body.")
        return None
    headers.check_json(request)
    headers.check_coding(request)
    return strict_json.read(bodies.read(request, plan.limit))


def client_metadata() -> list[tuple[str, str]]:
    """What a public RPC may know of the program at the other end."""
    told = {
        "client-ip": request.remote_addr,
        "client-origin": request.headers.get("Origin"),
        "client-user-agent": request.headers.get("User-Agent"),
        "client-referrer": request.headers.get("Referer"),
    }
    return [(key, printable(text)) for key, text in told.items() if text]


def printable(text: str) -> str:
    """Text as gRPC metadata takes it: visible ASCII, and not too long."""
    return "".join(char if " " <= char <= "~" else "?" for char in text[:500]).strip()


class explained:  # noqa: N801 -- reads as a word in a with statement
    """Turns a service's error into a problem in terms of the request that caused it."""

    def __init__(self, plan: Plan) -> None:
        self._body = plan.binding.body

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, grpc.RpcError):
            conditional = "If-Match" in request.headers
            raise problems.from_rpc_error(
                error, conditional=conditional, body=self._body
            ) from error
