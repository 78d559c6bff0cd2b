"""The catalogue of hostile requests against the real routes, with the services' own field checks
behind them, but no service: nothing of it may get further than that."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crm.leads.v1 import contacts_pb2
from flask.testing import FlaskClient
from google.protobuf.message import Message
from grpc_status import rpc_status

from chassis import errors, status, validation
from chassis.identity import ANONYMOUS, Identity
from gateway.app import create_app
from gateway.backends.calls import Reply
from gateway.backends.in_process import CallError, InProcess
from gateway.catalogue import Method, load
from gateway.composition import DESCRIPTORS
from gateway.parts import Parts
from tests.unit.gateway.conftest import authenticate

VECTORS = Path(__file__).parents[4] / "shared/vectors/bad-input.json"
AREAS = {"http", "size", "type", "query", "massassign", "idempotency"}
PATHS = {"/api/v1/leads": "/v1/contacts", "/api/v1/imports": "/v1/imports", "/api/v1/me": "/v1/me"}
ELSEWHERE = {
    "http-016": "password reset links are made from PUBLIC_URL, never from a request",
    "http-019": "the server in front refuses it, with 431",
    "http-023": "sign-in has limits and tests of its own",
    "idempotency-007": "no operation here requires a key",
    "massassign-014": "the caller's e-mail cannot be changed by the caller at all",
    "query-016": "page tokens are read by the service",
    "size-003": "over 64 MiB in production; test_files has it with a smaller limit",
    "type-008": "a contact has no field that is required by itself",
    "type-009": "a contact has no field that is required by itself",
    "type-010": "a contact needs a name, an e-mail or a phone: the service's rule",
    "type-028": "ids are read by the service, in one spelling",
}


class Accepting(InProcess):
    """A service that accepts every request that its proto allows."""

    def call(self, method: Method, request: Message, *_: Any) -> Reply:
        known = getattr(contacts_pb2, method.input.name, None)
        if known is not None:
            try:
                validation.check(known.FromString(request.SerializeToString()))
            except errors.Error as error:
                raise refusal(error) from None
        return Reply(method.reply())


def refusal(error: errors.Error) -> CallError:
    """The error as a service's answer."""
    found: Any = rpc_status.to_status(status.to_status(error, domain="leads"))
    return CallError(found.code, found.details, found.trailing_metadata)


@pytest.fixture(scope="module")
def contacts() -> FlaskClient:
    """Somebody who may do everything, in front of the real routes."""
    catalogue = load(DESCRIPTORS)
    accepting = Accepting()
    parts = Parts(
        catalogue=catalogue,
        backends={"leads": accepting, "gateway": accepting},
        authenticate=authenticate,
        authorize=need_a_key,
        sign=lambda _: "token",
    )
    return create_app(parts).test_client()


def need_a_key(identity: Identity, _: Method) -> None:
    """Anybody with the right header may do everything."""
    if identity is ANONYMOUS:
        raise errors.Unauthenticated("SIGN_IN_REQUIRED", "Sign in or send an API key.")


def vectors() -> Iterator[Any]:
    """The vectors of our areas that are one plain request."""
    for vector in json.loads(VECTORS.read_text()) if VECTORS.exists() else ():
        plain = "path" in vector["input"] or "path_gen" in vector["input"]
        if vector["area"] in AREAS and plain and vector["id"] not in ELSEWHERE:
            yield pytest.param(vector, id=vector["id"])


def path_of(told: dict[str, Any]) -> str:
    """The vector's path among our routes."""
    path: str = told.get("path") or generated(told["path_gen"]).decode()
    for theirs, ours in PATHS.items():
        if path.startswith(theirs):
            return ours + path.removeprefix(theirs)
    return path


def body_of(told: dict[str, Any]) -> bytes:
    """The vector's body."""
    if "json" in told:
        return json.dumps(told["json"]).encode()
    if "body_b64" in told:
        return base64.b64decode(told["body_b64"])
    return generated(told["body_gen"]) if "body_gen" in told else told.get("body", "").encode()


def generated(told: dict[str, Any]) -> bytes:
    """Text that a vector describes instead of holding it."""
    text = told.get("prefix", "") + told["unit"] * told["n"] + told.get("suffix", "")
    return gzip.compress(text.encode()) if told["op"] == "gzip" else text.encode()


def expected(vector: dict[str, Any]) -> set[int]:
    """The statuses that will do: whatever the catalogue calls 422 is 400 here."""
    found = {int(code) for code in re.findall(r"\b[2-5][0-9]{2}\b", vector["expected_class"])}
    return found | {400} if 422 in found else found


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("vector", list(vectors()))
def test_hostile_requests_are_refused(contacts: FlaskClient, vector: dict[str, Any]) -> None:
    told = vector["input"]
    sent = dict(told.get("headers", {}))
    media_type = sent.pop("Content-Type", None)
    if told.get("as") != "anonymous":
        sent["Authorization"] = "Bearer ada"
    response = contacts.open(
        path_of(told),
        method=told.get("method", "GET"),
        headers=sent,
        data=body_of(told),
        content_type=media_type,
    )
    assert response.status_code in expected(vector), response.data
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json"
