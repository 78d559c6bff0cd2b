"""The front as programs meet it: nginx, the gateway and a service, one request at a time."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.harness.http import Client
from tests.harness.suite import Suite

VECTORS = Path(__file__).parents[3] / "shared/vectors/bad-input.json"
CSV = "email,first_name\n" + "".join(f"front{n}@example.com,Ann\n" for n in range(2000))


@pytest.fixture(scope="module")
def program(suite: Suite) -> Iterator[Client]:
    """A program with the admin's key."""
    with suite.admin() as client:
        yield client


def make(program: Client, name: str, **headers: str) -> Any:
    """A contact; the whole answer."""
    answer = program.post("/v1/contacts", {"email": f"{name}@front.example"}, **headers)
    assert answer.status_code == 201, answer.text
    return answer


class TestRecords:
    def test_a_new_record_is_where_the_answer_says(self, program: Client) -> None:
        made = make(program, "located")
        found = program.get(made.headers["Location"])
        assert found.json() == made.json()
        assert found.headers["ETag"] == made.headers["ETag"]

    def test_the_same_key_gives_the_same_answer(self, program: Client) -> None:
        first = make(program, "retried", idempotency_key="front-1")
        again = make(program, "retried", idempotency_key="front-1")
        other = program.post(
            "/v1/contacts", {"email": "x@front.example"}, idempotency_key="front-1"
        )
        assert again.content == first.content
        assert again.headers["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first.headers
        assert (other.status_code, other.json()["reason"]) == (422, "IDEMPOTENCY_KEY_REUSED")

    def test_who_was_slower_is_told(self, program: Client) -> None:
        made = make(program, "raced")
        path, etag = made.headers["Location"], made.headers["ETag"]
        assert program.patch(path, {"city": "Rome"}, if_match=etag).status_code == 200
        late = program.patch(path, {"city": "Bonn"}, if_match=etag)
        assert (late.status_code, late.json()["reason"]) == (412, "ETAG_MISMATCH")
        assert program.get(path).json()["city"] == "Rome"

    def test_null_clears_and_what_is_left_out_stays(self, program: Client) -> None:
        made = make(program, "cleared")
        path = made.headers["Location"]
        program.patch(path, {"city": "Rome", "job_title": "Countess"})
        changed = program.patch(path, {"city": None}).json()
        assert (changed["city"], changed["job_title"]) == ("", "Countess")

    def test_a_rule_of_the_service_points_into_the_body(self, program: Client) -> None:
        answer = program.post("/v1/contacts", {"first_name": "x" * 101, "tags": ["a", "a"]})
        pointers = {error["pointer"] for error in answer.json()["errors"]}
        assert (answer.status_code, pointers) == (400, {"#/first_name", "#/tags"})

    def test_a_message_inside_a_record_can_be_changed(self, program: Client) -> None:
        consent = {"text": "I agree.", "text_version": "1", "required": False}
        form = program.post("/v1/forms", {"name": "Front", "consent": consent}).json()
        changed = program.patch(
            f"/v1/forms/{form['id']}", {"consent": {**consent, "text": "I do."}}
        )
        assert changed.json()["consent"]["text"] == "I do.", changed.text


class TestFiles:
    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_raw_file_arrives_whole(self, program: Client, chunked: bool) -> None:
        body: Any = iter([CSV.encode()]) if chunked else CSV.encode()
        answer = program.call(
            "POST",
            f"/v1/imports?file_name=raw{chunked}.csv",
            data=body,
            headers={"Content-Type": "text/csv"},
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["file_size"] == str(len(CSV))

    def test_a_form_arrives_whole_and_names_its_file(self, program: Client) -> None:
        answer = program.call(
            "POST", "/v1/imports", files={"file": ("people.csv", CSV.encode(), "text/csv")}
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["file_name"] == "people.csv"

    def test_a_list_leaves_as_a_file(self, program: Client) -> None:
        make(program, "exported")
        answer = program.get("/v1/contacts:export")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "exported@front.example" in answer.text


def raw_vectors() -> list[Any]:
    """The requests that only a socket can send."""
    known = json.loads(VECTORS.read_text()) if VECTORS.exists() else []
    return [
        pytest.param(vector, id=vector["id"])
        for vector in known
        if vector["area"] in {"http", "idempotency"} and "raw_http" in vector["input"]
    ]


def told(url: str, request: bytes) -> bytes:
    """Everything the front answers on one connection."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("vector", raw_vectors())
def test_what_could_be_read_in_two_ways_is_refused_once(suite: Suite, vector: Any) -> None:
    request = vector["input"]["raw_http"].replace("/api/v1/leads", "/v1/contacts")
    credentials = f"Authorization: Bearer {suite.api_key}\r\n"
    head, blank, body = request.partition("\r\n\r\n")
    answer = told(suite.url, f"{head}\r\n{credentials.rstrip()}{blank}{body}".encode("latin-1"))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.split(b" ", 2)[1].decode() in vector["expected_class"]


def test_every_answer_of_the_front_carries_the_security_headers(suite: Suite) -> None:
    with suite.stranger() as stranger:
        for path in ("/v1/contacts", "/v1/nothing", "/livez", "/docs", "/v1/openapi.json"):
            sent = stranger.get(path).headers
            assert sent["X-Content-Type-Options"] == "nosniff", path
            assert "frame-ancestors 'none'" in sent["Content-Security-Policy"], path
            assert sent["Referrer-Policy"] == "no-referrer", path
