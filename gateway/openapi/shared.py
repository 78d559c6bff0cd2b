"""The parts of the document that every operation shares: problems, headers, ways to sign in."""

from gateway.openapi.rules import Json
from gateway.problems import MEDIA_TYPE

ABOUT = """\
One API for the whole suite. Names are snake_case everywhere; times are RFC 3339 in UTC; ids are
UUIDv7; what is unknown, misspelt or of the wrong type is refused with the place of every fault.

- **Lists** take `page_size`, `page_token`, `order_by` and `filter`; the next page is behind
  `next_page_token`.
- **Changes** are PATCH with the fields to change; `null` clears a field. State is changed by verbs.
- **Freshness**: every resource has an `etag`, also as a header. Send it back as `If-Match` and a
  change is refused with 412 when somebody else was faster.
- **Retries**: send an `Idempotency-Key` with any POST; the same key answers the same.
- **Errors** are problem+json (RFC 9457) with a stable `reason`.
"""

PROBLEM: Json = {
    "description": "Why a request was refused (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "instance": {"type": "string", "description": "This very refusal: urn:request:<id>."},
        "code": {"type": "string", "description": "A google.rpc code: NOT_FOUND, …"},
        "reason": {"type": "string", "description": "What is wrong, for programs; stable."},
        "request_id": {"type": "string", "description": "Finds the request in the logs."},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer: #/email"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "detail"],
            },
        },
    },
    "required": [
        *("type", "title", "status", "detail", "instance"),
        *("code", "reason", "request_id", "metadata", "errors"),
    ],
}

REFUSALS = {
    "400": "The request is malformed or breaks a rule; errors name every place.",
    "401": "Nobody is signed in, or the credentials do not work.",
    "403": "The caller lacks the permission.",
    "404": "There is no such thing, or it lies outside the caller's scope.",
    "406": "The answer is JSON, and Accept does not allow that.",
    "409": "It conflicts with what is there, or somebody else was faster.",
    "412": "If-Match names another version than the current one.",
    "413": "The body is too large.",
    "415": "The body is of the wrong type, or compressed.",
    "422": "The Idempotency-Key was used for another request.",
    "429": "Too many requests; Retry-After says when to come back.",
    "500": "A fault of ours; the request id finds it in our log.",
    "503": "A part of the system does not answer; Retry-After says when to come back.",
    "504": "It took too long; it may have happened all the same.",
    "default": "Any other refusal.",
}
RETRIED = {"409", "429", "503"}

PARAMETERS: Json = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes repeating the request safe: the same key answers the same.",
        "schema": {"type": "string", "pattern": r"^[\x21-\x2b\x2d-\x7e]{1,255}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": 'Only change this version: one etag in quotes, like "3".',
        "schema": {"type": "string", "pattern": r'^(\*|"[\x21\x23-\x7e]+")$'},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "Answer 304 when this is still the version.",
        "schema": {"type": "string"},
    },
}

HEADERS: Json = {
    "ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}},
    "Location": {
        "description": "Where the new resource is, when it can be read by itself.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Idempotent-Replayed": {
        "description": "The answer was given to an earlier request with this key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
}

SECURITY: Json = {
    "api_key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, for programs.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-session",
        "description": "The session of a signed-in browser; changes also need its CSRF header.",
    },
}


def responses() -> Json:
    """The refusals, and 304, by status."""
    found: Json = {"304": {"description": "It has not changed."}}
    for status, text in REFUSALS.items():
        found[status] = {"description": text}
        if status in RETRIED:
            found[status]["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
        found[status]["content"] = {
            MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
        }
    return found
