"""Bad input, one request each: refused by name, at once, and nothing is stored."""

import http.client
import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote, urlsplit

import pytest

from tests.e2e import bad_input
from tests.e2e.bad_input import Case
from tests.e2e.world import Person, World
from tests.harness.http import made, problem
from tests.harness.suite import Suite

ALLOWED_SECONDS = 2.0
CASES = bad_input.cases()
TABLES = ("contacts", "companies", "fields", "imports", "forms")


class Names(dict[str, str]):
    """What the list's placeholders stand for; what it does not know stays as it is."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


@pytest.fixture(scope="module")
def names(world: World) -> Names:
    """Records and people by the list's names for them."""
    rep, mate, foreigner = world["owner"], world["mate"], world["foreigner"]
    owned = {"lead_a1": rep, "lead_a2": mate, "lead_b1": foreigner}
    found = Names({name: new_contact(world, person) for name, person in owned.items()})
    company = {"name": f"Co {world.word}", "owner_id": foreigner.id, "team_id": foreigner.team_id}
    found["company_b1"] = made(world.admin.post("/v1/companies", company))["id"]
    found["LEAD_A1_UPPER"] = "{" + found["lead_a1"].upper() + "}"
    found["admin"] = made(world.admin.get("/v1/me"))["id"]
    found["revoked_api_key"] = revoked_key(world, rep)
    return found


def new_contact(world: World, owner: Person) -> str:
    body = {"last_name": "Lead", "owner_id": owner.id, "team_id": owner.team_id}
    return str(made(world.admin.post("/v1/contacts", body))["id"])


def revoked_key(world: World, person: Person) -> str:
    assert person.session is not None
    key = made(person.session.post("/v1/api_keys", {"name": "old", "scopes": ["contacts.read"]}))
    made(person.session.post(f"/v1/api_keys/{key['id']}:revoke"))
    return str(key["key"])


@pytest.fixture
def counted(suite: Suite) -> Iterator[None]:
    """Nothing is stored during the test."""

    def rows() -> Mapping[str, int]:
        with suite.database("leads") as connection:
            counts = {}
            for table in TABLES:
                row = connection.execute(f"SELECT count(*) AS n FROM {table}").fetchone()
                counts[table] = row["n"] if row else 0
            return counts

    before = rows()
    yield
    assert rows() == before, "something was stored"


def filled(text: str, names: Names) -> str:
    """Text with the placeholders of the list filled in; other braces stay."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text.replace("{new_email}", f"ann.{time.time_ns()}@example.com").replace(
        '"ann@example.com"', f'"ann.{time.time_ns()}@example.com"'
    )


class Sent:
    """An answer and how long it took."""

    def __init__(self, answer: http.client.HTTPResponse, started: float) -> None:
        self.body = answer.read()
        self.seconds = time.monotonic() - started
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}

    def __str__(self) -> str:
        return f"{self.status} {self.body[:400]!r}"


def send(case: Case, world: World, names: Names) -> Sent:
    """The request of a case, byte for byte, without a library's good manners."""
    address = urlsplit(world.suite.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port or 80, timeout=15)
    started = time.monotonic()
    try:
        if case.raw:
            return Sent(raw(connection, case, world, names), started)
        path = quote(filled(case.path, names), safe="/%:?&=.,+()!~*'$-_")
        connection.putrequest(case.method, path, skip_accept_encoding=True)
        body = content(case, names)
        for name, value in sent_headers(case, world, names, body).items():
            connection.putheader(name, value)
        chunked = "chunked" in case.headers.get("Transfer-Encoding", "")
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            connection.endheaders(body, encode_chunked=chunked)
        return Sent(connection.getresponse(), started)
    finally:
        connection.close()


def raw(
    connection: http.client.HTTPConnection, case: Case, world: World, names: Names
) -> http.client.HTTPResponse:
    """A request given as bytes; credentials are added, so that they are not what is refused."""
    token = f"Authorization: Bearer {world['owner'].api_key}\r\n"
    text = case.raw.replace("Connection: close\r\n", f"Connection: close\r\n{token}", 1)
    connection.connect()
    assert isinstance(connection.sock, socket.socket)
    connection.sock.sendall(text.encode("latin-1"))
    response = http.client.HTTPResponse(connection.sock, method=case.method)
    response.begin()
    return response


def content(case: Case, names: Names) -> bytes | None:
    if case.body is not None:
        return filled_bytes(case.body, names)
    return filled(json.dumps(case.json), names).encode() if case.json is not None else None


def filled_bytes(body: bytes, names: Names) -> bytes:
    return body.replace(b"ann@example.com", f"ann.{time.time_ns()}@example.com".encode())


def sent_headers(case: Case, world: World, names: Names, body: bytes | None) -> dict[str, str]:
    found = {name: filled(value, names) for name, value in case.headers.items()}
    actor = {"rep_a1": "owner", "mgr_a": "leader"}.get(case.actor, case.actor)
    if actor == "admin":
        found.setdefault("Authorization", f"Bearer {world.suite.api_key}")
    elif actor != "anonymous":
        found.setdefault("Authorization", f"Bearer {world[actor].api_key}")
    if case.json is not None:
        found.setdefault("Content-Type", "application/json")
    if "Transfer-Encoding" not in found and (body is not None or case.method in ("POST", "PATCH")):
        found["Content-Length"] = str(len(body or b""))
    return found


REFUSED = [case for case in CASES if not case.statuses & {200, 201}]
TAKEN = [case for case in CASES if case.statuses & {200, 201}]


@pytest.mark.skipif(not CASES, reason="the shared vectors are not there")
@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_it_is_refused(case: Case, world: World, names: Names) -> None:
    sent = send(case, world, names)
    assert sent.status in case.statuses, sent
    assert sent.seconds <= ALLOWED_SECONDS
    if case.method != "HEAD" and not (sent.status == 431 and not sent.body):  # too many to read
        assert sent.headers["content-type"].partition(";")[0] == "application/problem+json", sent
        document = json.loads(sent.body)
        assert document["status"] == sent.status
        assert document["reason"]
        assert document["detail"]
    if sent.status == 405:
        assert sent.headers["allow"]


@pytest.mark.parametrize("case", TAKEN, ids=str)
def test_it_is_taken_for_what_it_is(case: Case, world: World, names: Names) -> None:
    sent = send(case, world, names)
    assert sent.status in case.statuses, sent
    assert sent.seconds <= ALLOWED_SECONDS
    if case.verbatim and sent.status == 201:
        read = made(world.admin.get(f"/v1/contacts/{json.loads(sent.body)['id']}"))
        wanted = case.json[case.verbatim]
        assert read[case.verbatim] in (wanted, wanted.replace("\u202e", ""))


def test_json_that_is_none_is_refused_as_json(world: World, names: Names) -> None:
    for case in CASES:
        if case.id.startswith("json-0") and case.statuses == {400} and case.body is not None:
            reason = json.loads(send(case, world, names).body)["reason"]
            assert reason == "MALFORMED_BODY", case


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/v1/contacts", 1_000_000, 401),
        ("/v1/session", 1_000_000, 413),
        ("/v1/nothing", 1_000_000, 404),
        ("/v1/imports", 16_000_000, 401),
    ],
)
def test_a_refusal_is_heard_however_large_the_body(
    suite: Suite, path: str, size: int, status: int
) -> None:
    """An answer before the body was read once broke the proxy's connection every third time."""
    headers = {"Content-Type": "text/csv" if path == "/v1/imports" else "application/json"}
    with suite.stranger() as stranger:
        for _ in range(12):
            problem(stranger.call("POST", path, data=b"x" * size, headers=headers), status)
