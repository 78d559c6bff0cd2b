"""What nginx lets through, what it refuses, and how it says so."""

import json
import socket
from dataclasses import dataclass

import pytest
import requests

from deploy.local.servers import Nginx


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def send(edge: Nginx, raw: bytes) -> list[Answer]:
    """Every answer the edge gives to these bytes before it closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", edge.port), timeout=60) as connection:
        connection.sendall(raw)
        while part := connection.recv(65536):
            received += part
    answers = []
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        length = int(headers.get("Content-Length", len(rest)))
        answers.append(Answer(int(status.split()[1]), headers, rest[:length]))
        received = rest[length:]
    return answers


def get(path: str = "/v1/contacts", *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: crm", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def post(*headers: str, body: str = "") -> bytes:
    lines = ["POST /v1/contacts HTTP/1.1", "Host: crm", *headers]
    return ("\r\n".join([*lines, "", ""]) + body).encode("latin-1")


REFUSED = {
    "length and chunks together": (
        post("Content-Length: 6", "Transfer-Encoding: chunked", body="0\r\n\r\nX"),
        400,
    ),
    "a negative length": (post("Content-Length: -1", body="ab"), 400),
    "two lengths": (post("Content-Length: 2", "Content-Length: 3", body="abc"), 400),
    "a length that is no number": (post("Content-Length: 2x", body="ab"), 400),
    "a chunk of no size": (post("Transfer-Encoding: chunked", body="zz\r\nab\r\n0\r\n\r\n"), 400),
    "an unknown transfer coding": (post("Transfer-Encoding: gzip", body="ab"), 501),
    "two transfer codings": (post("Transfer-Encoding: gzip, chunked", body="0\r\n\r\n"), 501),
    "chunks in HTTP/1.0": (
        b"POST /v1/contacts HTTP/1.0\r\nHost: crm\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a space before the colon": (b"GET /v1/x HTTP/1.1\r\nHost : crm\r\n\r\n", 400),
    "NUL in a header": (get("/v1/x", "X-A: a\x00b"), 400),
    "no host": (b"GET /v1/x HTTP/1.1\r\n\r\n", 400),
    "two hosts": (get("/v1/x", "Host: other"), 400),
    "a request line of 9000 bytes": (get("/v1/" + "a" * 9000), 414),
    "a header of 9000 bytes": (get("/v1/x", "X-A: " + "a" * 9000), 431),
    "TRACE": (b"TRACE /v1/x HTTP/1.1\r\nHost: crm\r\nConnection: close\r\n\r\n", 405),
    "an expectation nobody knows": (
        post("Expect: 200-ok", "Content-Length: 2", "Connection: close", body="ab"),
        417,
    ),
    "HTTP/3.0": (b"GET /v1/x HTTP/3.0\r\nHost: crm\r\n\r\n", 505),
    "a body over the limit": (post("Content-Length: 1048577", "Connection: close"), 413),
    "an address nobody serves": (get("/metrics"), 404),
    "the page behind the errors": (get("/.problem"), 404),
}


@pytest.mark.parametrize(("raw", "status"), REFUSED.values(), ids=REFUSED)
def test_the_edge_refuses_once_and_explains_as_problem_json(edge, raw, status):
    (answer,) = send(edge, raw)

    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["reason"] == problem["reason"].upper()
    assert problem["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("raw", [get("/metrics"), get("/v1/" + "a" * 9000), get("/leads/")])
def test_what_the_edge_answers_itself_carries_the_security_headers(edge, raw):
    (answer,) = send(edge, raw)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Server"] == "nginx"


def test_only_the_edge_says_who_is_calling(edge):
    (answer,) = send(
        edge,
        get(
            "/v1/contacts",
            "X-Forwarded-For: 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Prefix: /evil",
            "Forwarded: for=10.1.1.1",
            "X-Real-IP: 10.1.1.1",
            "X_User_Id: admin",
            "X-User-Id: admin",
            "X-CRM-Principal: admin",
            "crm-identity: admin",
            "X-HTTP-Method-Override: DELETE",
            "Authorization: Bearer kept",
        ),
    )

    headers = {name.lower(): value for name, value in json.loads(answer.body)["headers"].items()}
    assert headers.pop("x-request-id")
    assert headers == {
        "host": "crm",
        "authorization": "Bearer kept",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-host": "crm",
    }


@pytest.mark.parametrize(("sent", "kept"), [("order-4711.a", True), ("a b", False), ("x", False)])
def test_a_plain_request_id_is_kept_and_any_other_replaced(edge, sent, kept):
    (answer,) = send(edge, get("/v1/contacts", f"X-Request-Id: {sent}"))

    arrived = json.loads(answer.body)["headers"]["X-Request-Id"]
    assert (arrived == sent) is kept
    assert len(arrived) >= 8


def test_a_request_that_follows_a_refused_body_is_not_read_from_it(edge):
    smuggled = "GET /v1/secret HTTP/1.1\r\nHost: crm\r\n\r\n"
    answers = send(edge, post(f"Content-Length: {2_000_000}", body=smuggled))

    assert [answer.status for answer in answers] == [413]


def test_imports_may_be_larger_than_other_bodies(edge):
    url = f"http://127.0.0.1:{edge.port}"
    body = b"x" * 2_000_000

    assert requests.post(f"{url}/v1/imports", data=body, timeout=10).json()["size"] == len(body)
    assert requests.post(f"{url}/v1/contacts", data=body, timeout=10).status_code == 413


def test_mails_may_be_larger_than_other_bodies(edge):
    url = f"http://127.0.0.1:{edge.port}"
    body = b"x" * 10_700_000

    taken = requests.post(f"{url}/v1/inbound_mail:receive", data=body, timeout=60)
    assert taken.json()["size"] == len(body)
    large = requests.post(f"{url}/v1/inbound_mail:receive", data=body * 2, timeout=60)
    assert large.status_code == 413


def test_an_etag_of_the_gateway_arrives_as_it_was(edge):
    answer = requests.get(f"http://127.0.0.1:{edge.port}/v1/contacts", timeout=60)

    assert answer.headers["ETag"] == '"1"'


def test_without_a_gateway_the_edge_says_when_to_try_again(lonely_edge):
    answer = requests.get(f"http://127.0.0.1:{lonely_edge.port}/v1/contacts", timeout=60)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["reason"] == "GATEWAY_UNAVAILABLE"


def test_files_of_screens_with_a_hash_in_their_name_are_kept_for_ever(edge):
    url = f"http://127.0.0.1:{edge.port}"
    asset = requests.get(f"{url}/leads/assets/app-1f.js", timeout=60)

    assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert asset.headers["Content-Type"].startswith(("text/javascript", "application/javascript"))
    assert requests.get(f"{url}/leads/assets/gone.js", timeout=60).status_code == 404


@pytest.mark.parametrize(
    ("asked", "sent"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)]
)
def test_files_of_screens_come_as_small_as_the_browser_reads_them(edge, asked, sent):
    (asset,) = send(edge, get("/leads/assets/app-1f.js", f"Accept-Encoding: {asked}"))

    assert asset.headers.get("Content-Encoding") == sent
    assert asset.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["/", "/settings/roles", "/leads/", "/leads/contacts/42?tab=notes"]
)
def test_every_page_of_a_screen_runs_only_what_its_fresh_nonce_names(edge, path):
    pages = [requests.get(f"http://127.0.0.1:{edge.port}{path}", timeout=60) for _ in range(2)]

    nonces = [page.text.removeprefix('<script nonce="').removesuffix('">') for page in pages]
    assert len(set(nonces)) == 2
    assert all(len(nonce) == 32 for nonce in nonces)
    for page, nonce in zip(pages, nonces, strict=True):
        policy = page.headers["Content-Security-Policy"]
        assert f"script-src 'self' 'nonce-{nonce}'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"


def test_the_bare_address_of_a_screen_leads_to_it(edge):
    answer = requests.get(
        f"http://127.0.0.1:{edge.port}/leads?q=a", timeout=60, allow_redirects=False
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, "/leads/?q=a")


def test_a_screen_that_was_not_built_says_so_to_people(edge):
    page = requests.get(f"http://127.0.0.1:{edge.port}/deals/board", timeout=60)

    assert page.status_code == 503
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "has not been built" in page.text
