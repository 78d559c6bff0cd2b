"""/v1/session: signing in and out with a cookie, and what a page needs to know of the session."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import Blueprint, Response, g, request
from google.protobuf.json_format import MessageToDict

from chassis import context
from chassis.context import Call, Client
from chassis.errors import InvalidArgument, Unauthenticated, Violation
from chassis.identity import Identity
from gateway import bodies, headers
from gateway.accounts.clock.actions import BusinessClock
from gateway.accounts.credentials import Credential, Credentials
from gateway.accounts.me.actions import Me, Profile
from gateway.accounts.me.rpc import shown as me_message
from gateway.accounts.sessions.actions import Sessions
from gateway.accounts.sessions.signing_in import Attempt, SignedIn, SigningIn
from gateway.authentication import Authenticator, Cookies
from gateway.csrf import Csrf
from gateway.transcoding import strict_json

BODY_LIMIT = 8 << 10
DEVICE_LIFETIME = timedelta(days=400)  # browsers keep none longer


@dataclass(frozen=True)
class SignInParts:
    """What the routes are made from."""

    signing_in: SigningIn
    sessions: Sessions
    me: Me
    credentials: Credentials
    authenticator: Authenticator
    csrf: Csrf
    cookies: Cookies
    lifetime: timedelta
    clock: BusinessClock
    place: Callable[[], str]


def blueprint(parts: SignInParts) -> Blueprint:
    """The three routes."""
    routes = Blueprint("session", __name__)

    @routes.post("/v1/session")
    def sign_in() -> Response:
        parts.csrf.check_origin(request)
        given = read_texts({"email", "password"}, optional={"code"})
        return opened(parts, parts.signing_in.sign_in(attempt_of(parts, given)))

    @routes.get("/v1/session")
    def show() -> Response:
        return Response(orjson.dumps(shown(parts, current(parts))), content_type=headers.JSON)

    @routes.delete("/v1/session")
    def sign_out() -> Response:
        response = Response(status=204)
        credential = parts.authenticator.session(request)
        if credential is not None:
            parts.csrf.check(request, credential.token_hash)
            end(parts, credential.identity)
        response.delete_cookie(parts.cookies.session, **attributes(parts))
        return response

    return routes


def read_texts(required: Set[str], *, optional: Set[str] = frozenset()) -> Mapping[str, str]:
    """The JSON body, an object of texts. Raises InvalidArgument, Faults, Problem."""
    headers.check_json(request)
    headers.check_coding(request)
    document = strict_json.read(bodies.read(request, BODY_LIMIT))
    refused = [Violation(name, "is not a field") for name in document.keys() - required - optional]
    for name in required | (optional & document.keys()):
        value = document.get(name)
        if not isinstance(value, str) or not value:
            refused.append(Violation(name, "must be text that is not empty"))
    if refused:
        raise InvalidArgument.many(refused)
    return document


def attempt_of(parts: SignInParts, given: Mapping[str, str]) -> Attempt:
    """What somebody sent, and what their browser is known by."""
    return Attempt(
        email=given.get("email", ""),
        password=given["password"],
        code=given.get("code", ""),
        client=client(),
        request_id=g.request_id,
        device=request.cookies.get(parts.cookies.device, ""),
        token=parts.authenticator.token(request),
    )


def client() -> Client:
    """What the audit trail and the list of sessions keep of the browser."""
    agent = request.headers.get("User-Agent", "")
    return Client(ip=request.remote_addr or "", user_agent=printable(agent))


def printable(text: str) -> str:
    """Text that a database takes and a page can show."""
    return "".join(char for char in text if char.isprintable())[:200]


def opened(parts: SignInParts, signed_in: SignedIn) -> Response:
    """The answer to a sign-in: two cookies and the session."""
    credential = parts.credentials.session(signed_in.token)
    if credential is None:
        raise Unauthenticated("SIGN_IN_REQUIRED", "The session ended at once; sign in again.")
    document = orjson.dumps(shown(parts, credential))
    response = Response(document, status=201, content_type=headers.JSON)
    response.headers["Location"] = "/v1/session"
    kept = attributes(parts)
    response.set_cookie(parts.cookies.session, signed_in.token, max_age=parts.lifetime, **kept)
    device = {**kept, "path": "/v1/session", "samesite": "Strict"}
    response.set_cookie(parts.cookies.device, signed_in.device, max_age=DEVICE_LIFETIME, **device)
    return response


def attributes(parts: SignInParts) -> Mapping[str, Any]:
    """How cookies are kept: out of reach of scripts and of other sites."""
    return {"path": "/", "httponly": True, "secure": parts.cookies.https, "samesite": "Lax"}


def current(parts: SignInParts) -> Credential:
    """The running session. Raises Unauthenticated."""
    credential = parts.authenticator.session(request)
    if credential is None:
        raise Unauthenticated("SIGN_IN_REQUIRED", "Nobody is signed in.")
    return credential


def shown(parts: SignInParts, credential: Credential) -> dict[str, Any]:
    """What a page needs: who, what they may do, and the token that proves its changes."""
    identity = credential.identity
    with context.use(call_of(identity)):
        profile, held = parts.me.get(identity), parts.me.permissions(identity)
        expire_time = parts.sessions.expire_time(identity)
    return {
        "user": person(profile),
        "permissions": {one.permission: one.reach for one in held},
        "csrf_token": parts.csrf.token(credential.token_hash),
        "expire_time": instant(expire_time),
        "current_time": instant(parts.clock.read().current_time),
        "last_event_id": parts.place(),
    }


def instant(moment: datetime) -> str:
    """As the API writes times."""
    return moment.isoformat().replace("+00:00", "Z")


def person(profile: Profile) -> dict[str, Any]:
    """The user, as GET /v1/me shows them."""
    return MessageToDict(
        me_message(profile),
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
    )


def end(parts: SignInParts, identity: Identity) -> None:
    """Ends the running session, here at once and everywhere within a second."""
    token = parts.authenticator.token(request)
    with context.use(call_of(identity)):
        parts.sessions.sign_out(token)
    parts.credentials.forget(token)


def call_of(identity: Identity) -> Call:
    """The running request as a use case sees it."""
    return Call(identity=identity, permission="signed_in", request_id=g.request_id, client=client())
