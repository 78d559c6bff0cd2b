"""/v1/session/invitation in the document: one-time links, which end in a session."""

from gateway.openapi.rules import Json
from gateway.openapi.session import CREDENTIALS, refusals, said, session

TOKEN: Json = {
    "description": "What stands behind # in the link.",
    "type": "string",
    "minLength": 1,
    "format": "password",
}
INVITED: Json = {
    "description": "Whose password a link sets.",
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "email": {"type": "string"},
        "expire_time": {
            "description": "Until when the link works.",
            "type": "string",
            "format": "date-time",
        },
    },
    "required": ["name", "email", "expire_time"],
}
SAMPLE = "h2o-Yt6Jm0V1cN3kq8sPzW5rXbU7dLfGaEiTy4wKvQM"


def paths() -> Json:
    """The items of /v1/session/invitation."""
    return {
        "/v1/session/invitation": {"post": show()},
        "/v1/session/invitation:accept": {"post": accept()},
    }


def show() -> Json:
    """POST: whose link this is."""
    return {
        **public("GetInvitation", "Tells whose password a one-time link sets"),
        "requestBody": body({"token": TOKEN}, {"token": SAMPLE}),
        "responses": {
            "200": {
                "description": "The link works.",
                "content": {"application/json": {"schema": INVITED}},
            },
            **refusals("400", "403", "404", "413", "415", "429", "500", "503"),
        },
    }


def accept() -> Json:
    """POST: a link becomes a password and a session."""
    properties = CREDENTIALS["properties"]
    fields = {"token": TOKEN, "password": properties["password"], "code": properties["code"]}
    example = {"token": SAMPLE, "password": "a wide sea of compilers"}
    return {
        **public("AcceptInvitation", "Sets the password of a one-time link and signs in"),
        "requestBody": body(fields, example),
        "responses": {
            "201": session("The password is set; signed in."),
            **refusals("400", "401", "403", "404", "413", "415", "429", "500", "503"),
        },
    }


def public(name: str, summary: str) -> Json:
    """What operations say of themselves that need no credential but the link."""
    return {
        **said(name, summary, "public"),
        "description": f"{summary}.\nNOT_FOUND: LINK_ENDED (used, replaced, expired or unknown)."
        " INVALID_ARGUMENT: WEAK_PASSWORD. UNAUTHENTICATED: CODE_REQUIRED, WRONG_CODE."
        " PERMISSION_DENIED: CROSS_SITE. RESOURCE_EXHAUSTED: TOO_MANY_ATTEMPTS.",
        "security": [],
    }


def body(properties: Json, example: Json) -> Json:
    """A body of texts; those of its example are required."""
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(example),
        "additionalProperties": False,
        "example": example,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}
