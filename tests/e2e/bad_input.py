"""The list of bad input in terms of our paths and our answers.

The list was written for an imaginary API. Three things turn it into ours, all of them here:
PATHS and OURS say which request of ours carries the same danger; STATUSES says where our answers
differ on purpose; ELSEWHERE says why a case is not among these.
"""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.vectors import load

AREAS = (
    "http", "size", "json", "type", "text", "query", "authn", "massassign", "idempotency",
    "concurrency", "form", "csv", "authz", "ratelimit",
)  # fmt: skip

#: Their example paths, longest first, and ours.
PATHS = {
    "/api/v1/auth/login": "/v1/session",
    "/api/v1/imports": "/v1/imports",
    "/api/v1/leads": "/v1/contacts",
    "/api/v1/me": "/v1/me",
}

#: Everything malformed or invalid in input is 400 with errors[{pointer, detail}] (ADR 8); only a
#: reused Idempotency-Key is 422, as its draft has it.
STATUSES = {422: 400}

COMPANY = {"name": "Lee & Sons", "employee_count": 3}
FIELD = {"resource": "CONTACT", "key": "size", "label": "Size", "type": "NUMBER"}
CONTACT = {"first_name": "Ann", "last_name": "Lee", "email": "{new_email}"}

#: Requests of ours with the same danger, where the example's resource or field is not ours.
OURS: Mapping[str, dict[str, Any]] = {
    "size-003": {"path": "/v1/contacts", "headers": {"Content-Type": "application/json"}},
    "type-003": {"path": "/v1/companies", "json": COMPANY | {"employee_count": 3.5}},
    "type-005": {"path": "/v1/fields", "json": FIELD | {"required": 1}, "as": "admin"},
    "type-006": {"path": "/v1/fields", "json": FIELD | {"required": "false"}, "as": "admin"},
    "type-008": {"path": "/v1/companies", "json": {"city": "Rom"}},
    "type-009": {"path": "/v1/companies", "json": COMPANY | {"name": ""}},
    "type-010": {"path": "/v1/companies", "json": COMPANY | {"name": " \t\u00a0\u2003"}},
    "type-014": {"path": "/v1/fields", "json": FIELD | {"type": "WON!"}, "as": "admin"},
    "query-002": {"path": "/v1/contacts?order_by=last_name;DROP TABLE contacts"},
    "query-006": {"path": "/v1/contacts?filter=city%20regex%20%22(a%2B)%2B%24%22"},
    "query-008": {"path": "/v1/contacts:search?query=" + "a" * 10_000},
    "query-014": {"path": "/v1/contacts?page_size=\u0662\u0660"},
    "query-016": {"path": "/v1/contacts?page_token=eyJpZCI6MX0"},
    "query-019": {"path": "/v1/contacts?page_size=1&page_size=2"},
    "query-020": {"path": '/v1/contacts?filter=create_time>="2026-02-30"'},
    "query-021": {"path": "/v1/contacts:search?query=%ff"},
    "query-025": {"path": "/v1/contacts?filter=" + " OR ".join(['city="a"'] * 101)},
    "authn-028": {"path": "/v1/session", "headers": {"Content-Type": "application/json"}},
    "authn-031": {
        "path": "/v1/me:changePassword",
        "json": {"new_password": "correct horse battery"},
    },
    "authz-005": {"path": "/v1/contacts/{lead_a2}", "json": {"city": "Rom"}},
    "authz-010": {"path": "/v1/contacts", "json": CONTACT | {"company_id": "{company_b1}"}},
    "authz-017": {"path": "/v1/audit"},
    "massassign-004": {"json": CONTACT | {"create_time": "1999-01-01T00:00:00Z"}},
    "massassign-005": {"json": CONTACT | {"update_time": "1999-01-01T00:00:00Z"}},
    "massassign-007": {"json": CONTACT | {"full_name": "Somebody Else"}},
    "massassign-009": {"json": CONTACT | {"marketing_consent": "GRANTED"}},
    "massassign-011": {"json": CONTACT | {"converted_deal_id": "{lead_b1}"}},
    "massassign-013": {"json": {"name": "x", "roles": [], "role_ids": [], "is_admin": True}},
    "concurrency-004": {"json": {"city": "Rom"}},
    "form-003": {"form": {"email": "a@example.com", "last_name": "Lee", "token": "{tampered}"}},
}

#: Answers of ours that differ from the list for a reason of their own.
ANSWERS: Mapping[str, tuple[set[int], str]] = {
    "massassign-014": ({400}, "the address of an account is not among the fields of /v1/me"),
    "authn-031": ({400}, "the current password is a required field"),
}

#: Cases that are flows: told in the tests that say `covers`.
ELSEWHERE: Mapping[str, str] = {
    "http-009": "the drill of slow clients (tests/drills) holds 200 connections open for a minute",
    "http-016": "no password reset by mail yet: an admin sets a new password",
    "json-031": "the files of JSONTestSuite are not part of the list",
    "authn-033": "no second factor yet",
    "authn-035": "no password reset by mail yet",
    "authn-042": "the server redirects nobody after signing in: that page is a static file",
    "authz-009": "no conversion of contacts into deals yet",
    "authz-011": "no tickets yet",
    "authz-014": "no merging of contacts yet",
    "idempotency-007": "no RPC demands a key: whoever sends none accepts a repetition",
    "idempotency-012": "killing processes while a ledger counts is tests/e2e/test_crashes.py",
    "concurrency-001": "If-Match is optional by design: a form that is saved without it wins",
    "concurrency-007": "no deals yet",
    "concurrency-008": "no tickets yet",
    "csv-020": "tests/integration/leads kills the worker in the middle of an import",
    "ratelimit-002": "no reports yet",
}


@dataclass(frozen=True)
class Case:
    """One request that must not hurt. path and body may name records: "{lead_a1}".

    verbatim: the field whose value is stored as sent; actor: who sends it.
    """

    id: str
    what: str
    method: str
    path: str
    statuses: frozenset[int]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    json: Any = None
    form: Mapping[str, str] | None = None
    actor: str = "rep_a1"
    raw: str = ""
    verbatim: str = ""

    def __str__(self) -> str:
        return f"{self.id} {self.what}"


def vectors() -> list[dict[str, Any]]:
    """The cases of our areas, as they were written."""
    return [vector for vector in load("bad-input.json") or () if vector["area"] in AREAS]


def is_flow(vector: Mapping[str, Any]) -> bool:
    """Whether it takes more than one request, or something other than HTTP."""
    more = {"flow", "race", "fault", "parallel", "repeat", "grpc", "jwt", "suite", "session"}
    given = vector["input"]
    areas = ("csv", "form", "ratelimit")
    if vector["id"] == "authz-007":  # its answer is right only when all of it was looked at
        return True
    return bool(more & set(given)) or given.get("method") == "OPTIONS" or vector["area"] in areas


def cases() -> list[Case]:
    """Every case that is one request."""
    found = [v for v in vectors() if v["id"] not in ELSEWHERE and not is_flow(v)]
    return [read(vector) for vector in found]


def read(vector: Mapping[str, Any]) -> Case:
    """One case in our terms."""
    given = {**vector["input"], **OURS.get(vector["id"], {})}
    if "json" in OURS.get(vector["id"], {}):
        given.pop("body", None)
    text = vector["expected_class"]
    return Case(
        id=vector["id"],
        what=vector["description"],
        method=given.get("method", "POST"),
        path=our_path(given.get("path", "")) or generated(given.get("path_gen")).decode(),
        statuses=statuses(vector),
        headers=headers(given),
        body=body(given),
        json=given.get("json"),
        form=given.get("form"),
        actor=given.get("as", "rep_a1"),
        raw=our_path(given.get("raw_http", "")),
        verbatim="last_name" if "verbatim" in text or "control removed" in text else "",
    )


def our_path(path: str) -> str:
    """A path of theirs as one of ours."""
    for theirs, ours in PATHS.items():
        path = path.replace(theirs, ours)
    return path


def statuses(vector: Mapping[str, Any]) -> frozenset[int]:
    """The answers that are right: the numbers in the words, seen through STATUSES."""
    if vector["id"] in ANSWERS:
        return frozenset(ANSWERS[vector["id"]][0])
    text = vector["expected_class"]
    said = {int(number) for number in re.findall(r"\b([1-5]\d\d)\b", text.partition(";")[0])}
    if "stored" in text:
        said.add(201)
    return frozenset(STATUSES.get(status, status) for status in said)


def headers(given: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a request, the generated ones with them."""
    found = dict(given.get("headers", {}))
    made = given.get("headers_gen", {})
    if "count" in made:
        found |= {f"X-Filler-{number}": "x" for number in range(made["count"])}
    elif made:
        found[made["name"]] = made["prefix"] + made["unit"] * made["n"]
    return found


def body(given: Mapping[str, Any]) -> bytes | None:
    """The bytes of a request; None when it is JSON or has none."""
    if "body" in given:
        return str(given["body"]).encode()
    if "body_b64" in given:
        return base64.b64decode(given["body_b64"])
    if made := given.get("json_gen"):
        return json.dumps({**made["base"], made["field"]: made["unit"] * made["n"]}).encode()
    return generated(given["body_gen"]) if "body_gen" in given else None


def generated(made: Mapping[str, Any] | None) -> bytes:
    """A body or path that was too long to write down."""
    if not made:
        return b""
    unit, count = made.get("unit", "").encode(), made["n"]
    match made["op"]:
        case "repeat":
            prefix, suffix = made.get("prefix", ""), made.get("suffix", "")
            return our_path(prefix).encode() + unit * count + suffix.encode()
        case "nest":
            opened, closed = made["open"].encode(), made["close"].encode()
            return opened * count + made["core"].encode() + closed * count
        case "gzip":
            compressor = zlib.compressobj(wbits=31)
            return compressor.compress(unit * count) + compressor.flush()
    raise ValueError(f"no way to make {made['op']}")
