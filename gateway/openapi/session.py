"""/v1/session in the document: the one part of the API that no proto declares, for its cookies."""

from gateway.catalogue import Catalogue
from gateway.openapi.rules import Json

TAG: Json = {
    "name": "gateway.session",
    "description": "Signing in and out with a browser; programs send an API key instead.",
    "x-displayName": "Session",
}
SESSION: Json = {
    "description": "Who is signed in, what they may do, and the proof that changes need.",
    "type": "object",
    "properties": {
        "user": {"$ref": "#/components/schemas/gateway.Me"},
        "permissions": {
            "description": "Permission -> how far it reaches; what is not here is not allowed.",
            "type": "object",
            "additionalProperties": {"type": "string", "enum": ["own", "team", "all"]},
        },
        "csrf_token": {
            "description": "Send it as X-CSRF-Token with every POST, PATCH and DELETE.",
            "type": "string",
        },
        "expire_time": {
            "description": "When the session ends at the latest.",
            "type": "string",
            "format": "date-time",
        },
        "current_time": {
            "description": "What time it is here, for pages on a computer whose clock is wrong.",
            "type": "string",
            "format": "date-time",
        },
        "last_event_id": {
            "description": "Send it as Last-Event-ID to /v1/stream to hear all that happens from"
            " now on. Empty while live updates are away.",
            "type": "string",
        },
    },
    "required": [
        "user",
        "permissions",
        "csrf_token",
        "expire_time",
        "current_time",
        "last_event_id",
    ],
}
CREDENTIALS: Json = {
    "type": "object",
    "properties": {
        "email": {"type": "string", "minLength": 1},
        "password": {"type": "string", "minLength": 1, "maxLength": 1024, "format": "password"},
        "code": {
            "description": "Of the authenticator app, or a recovery code; for who has a second"
            " factor.",
            "type": "string",
            "minLength": 1,
        },
    },
    "required": ["email", "password"],
    "additionalProperties": False,
    "example": {"email": "grace@example.com", "password": "a wide sea of compilers"},
}


def declared(catalogue: Catalogue) -> bool:
    """Whether this catalogue is of a suite with accounts."""
    return "crm.gateway.v1.MeService.GetMe" in catalogue.by_name


def path() -> Json:
    """The item of /v1/session."""
    return {"post": sign_in(), "get": show(), "delete": sign_out()}


def sign_in() -> Json:
    """POST: a password becomes a session."""
    return {
        **said("SignIn", "Signs in: answers with two cookies and the session", "public"),
        "description": "Signs in: answers with two cookies and the session.\n"
        "UNAUTHENTICATED: WRONG_CREDENTIALS, CODE_REQUIRED, WRONG_CODE. "
        "PERMISSION_DENIED: USER_DISABLED; CROSS_SITE. RESOURCE_EXHAUSTED: TOO_MANY_ATTEMPTS.",
        "security": [],
        "requestBody": {"required": True, "content": {"application/json": {"schema": CREDENTIALS}}},
        "responses": {
            "201": session("Signed in."),
            **refusals("400", "401", "403", "413", "415", "429", "500", "503"),
        },
    }


def show() -> Json:
    """GET: the running session."""
    return {
        **said("GetSession", "Returns the running session", "signed_in"),
        "responses": {"200": session("The session."), **refusals("401", "500", "503")},
    }


def sign_out() -> Json:
    """DELETE: the session ends."""
    return {
        **said("SignOut", "Ends the session; without one there is nothing to do", "signed_in"),
        "responses": {"204": {"description": "Signed out."}, **refusals("403", "500", "503")},
    }


def said(name: str, summary: str, permission: str) -> Json:
    """What every operation says of itself."""
    return {
        "operationId": f"gateway.{name}",
        "summary": summary,
        "description": f"{summary}.",
        "tags": [TAG["name"]],
        "x-permission": permission,
        "x-scope": "global",
        "security": [{"session": []}],
    }


def session(text: str) -> Json:
    """An answer that shows the session."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Session"}}}
    return {"description": text, "content": content}


def refusals(*codes: str) -> Json:
    """The refusals of an operation, the shared ones."""
    return {code: {"$ref": f"#/components/responses/{code}"} for code in (*codes, "default")}
