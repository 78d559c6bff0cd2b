"""Calling public RPCs for people without an account, in the name of a plain page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import grpc
from flask import g, request

from chassis.errors import Unavailable
from chassis.identity import ANONYMOUS
from gateway import serving
from gateway.backends.calls import Backend
from gateway.catalogue import Catalogue, Method
from gateway.parts import Admit
from gateway.problems import from_rpc_error
from gateway.transcoding.decoding import Decoder

SECONDS = 5.0


@dataclass(frozen=True)
class PublicParts:
    """What the pages are made from."""

    catalogue: Catalogue
    backends: Mapping[str, Backend]
    admit: Admit
    public_origin: str


class PublicCalls:
    """RPCs by name, with fields as JSON has them."""

    def __init__(self, parts: PublicParts) -> None:
        self._parts = parts
        self._decoder = Decoder(parts.catalogue.pool, parts.catalogue.options)

    def call(self, name: str, fields: Mapping[str, Any]) -> Any:
        """An RPC as a visitor. Raises Problem."""
        method = self._parts.catalogue.by_name[name]
        g.headers.update(self._parts.admit(request, ANONYMOUS, method))
        message = method.request()
        self._decoder.reader(method.input).fill(message, dict(fields))
        try:
            return self._backend(method).call(method, message, self._metadata(), SECONDS).message
        except grpc.RpcError as error:
            raise from_rpc_error(error, body="*") from error

    def _backend(self, method: Method) -> Backend:
        backend = self._parts.backends.get(method.backend)
        if backend is None:
            raise Unavailable("BACKEND_MISSING", f"The {method.backend} service is not connected.")
        return backend

    def _metadata(self) -> list[tuple[str, str]]:
        """What the service may know of the visitor; our own page is no foreign one."""
        ours = {self._parts.public_origin, request.host_url.rstrip("/").lower()}
        own = request.headers.get("Origin", "").lower() in ours
        told = [each for each in serving.client_metadata() if not own or each[0] != "client-origin"]
        return [("x-request-id", g.request_id), ("traceparent", g.traceparent), *told]
