"""/v1/session/invitation: following a one-time link. Its token comes in bodies, never in a URL."""

import orjson
from flask import Blueprint, Response, request

from gateway import headers
from gateway.accounts.invitations.accepting import Accepting
from gateway.sign_in import SignInParts, attempt_of, client, opened, read_texts


def add_invitation(routes: Blueprint, parts: SignInParts, accepting: Accepting) -> None:
    """The two routes."""

    @routes.post("/v1/session/invitation")
    def invited() -> Response:
        parts.csrf.check_origin(request)
        found = accepting.invited(read_texts({"token"})["token"], client())
        document = {
            "name": found.user.name,
            "email": found.user.email,
            "expire_time": found.expire_time.isoformat().replace("+00:00", "Z"),
        }
        return Response(orjson.dumps(document), content_type=headers.JSON)

    @routes.post("/v1/session/invitation:accept")
    def accept() -> Response:
        parts.csrf.check_origin(request)
        given = read_texts({"token", "password"}, optional={"code"})
        return opened(parts, accepting.accept(given["token"], attempt_of(parts, given)))
