"""Paths, methods and framing; what every answer carries, and who else may read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chassis import metrics
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import Catalogue
from gateway.outermost import HSTS, SECURITY
from tests.unit.gateway.answers import problem
from tests.unit.gateway.conftest import ORIGIN, make_app
from tests.unit.gateway.things import Things

HTTP_LABELS = ("http_request_method", "http_route", "http_response_status_code")


def answered(verb: str, route: str, status: str) -> float:
    """How many requests were counted so."""
    labels = dict(zip(HTTP_LABELS, (verb, route, status), strict=True))
    name = "http_server_request_duration_seconds_count"
    return metrics.OURS.get_sample_value(name, labels) or 0.0


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/v1/nothing",
            "/v1/things/t1/",
            "/v1/things/",
            "//v1/things",
            "/v1//things",
            "/v1/things/%ff%fe",
            "/v1/things/a%00b",
            "/v1/things/..%2f..%2fadmin",
            "/v1/things/t1:nothing",
            "/v1/things/t1:paint:paint",
            "/V1/things",
        ],
    )
    def test_anything_else_is_404(self, client: FlaskClient, path: str) -> None:
        problem(client.get(path), 404, "NOT_FOUND")

    def test_a_literal_wins_over_a_variable(self, client: FlaskClient, things: Things) -> None:
        client.get("/v1/things:count")
        assert things.asked[-1][0] == "CountThings"

    @pytest.mark.parametrize("method", ["PUT", "TRACE", "FOO", "CONNECT", "PROPFIND"])
    def test_other_methods_are_405_with_what_is_allowed(
        self, client: FlaskClient, method: str
    ) -> None:
        response = client.open("/v1/things/t1", method=method)
        problem(response, 405, "METHOD_NOT_ALLOWED")
        assert response.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"

    @pytest.mark.parametrize(
        ("verb", "path", "counted"),
        [
            ("GET", "/v1/things/t1", ("GET", "/v1/things/{id}", "200")),
            ("FOO", "/v1/things/t1", ("_OTHER", "", "405")),
            ("GET", "/v1/ada@engines.example", ("GET", "", "404")),
        ],
    )
    def test_a_request_is_counted_by_names_of_ours(
        self, client: FlaskClient, verb: str, path: str, counted: tuple[str, ...]
    ) -> None:
        before = answered(*counted)
        client.open(path, method=verb)
        assert answered(*counted) == before + 1

    def test_no_header_changes_the_method(self, client: FlaskClient, things: Things) -> None:
        client.get("/v1/things/t1", headers={"X-HTTP-Method-Override": "DELETE"})
        assert things.asked[-1][0] == "GetThing"

    def test_options_says_what_is_allowed(self, client: FlaskClient) -> None:
        response = client.options("/v1/things")
        assert (response.status_code, response.data) == (204, b"")
        assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        problem(client.options("/v1/nothing"), 404, "NOT_FOUND")


class TestFraming:
    @pytest.mark.parametrize(
        ("environ", "status", "reason"),
        [
            ({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "6"}, 400, "AMBIGUOUS_LENGTH"),
            ({"HTTP_HOST": ""}, 400, "INVALID_HOST"),
            ({"HTTP_HOST": "a,b"}, 400, "INVALID_HOST"),
            ({"HTTP_HOST": "a/b"}, 400, "INVALID_HOST"),
            ({"HTTP_HOST": "user@a"}, 400, "INVALID_HOST"),
            ({"QUERY_STRING": "filter=" + "a" * 8000}, 414, "TARGET_TOO_LONG"),
            ({"HTTP_EXPECT": "200-ok"}, 417, "UNKNOWN_EXPECTATION"),
        ],
    )
    def test_what_could_be_read_in_two_ways_is_refused(
        self, client: FlaskClient, environ: dict[str, str], status: int, reason: str
    ) -> None:
        problem(client.get("/v1/things", environ_overrides=environ), status, reason)

    @pytest.mark.parametrize("host", ["crm.example", "127.0.0.1:8080", "[::1]:8080", "localhost"])
    def test_hosts_are_names_and_addresses(self, client: FlaskClient, host: str) -> None:
        assert client.get("/livez", headers={"Host": host}).status_code == 200


class TestSecurity:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/v1/things/t1"),
            ("POST", "/v1/things"),
            ("DELETE", "/v1/things/t1"),
            ("GET", "/v1/things:export"),
            ("GET", "/v1/nothing"),
            ("PUT", "/v1/things"),
            ("OPTIONS", "/v1/things"),
            ("GET", "/livez"),
        ],
    )
    def test_every_answer_carries_the_security_headers(
        self, client: FlaskClient, method: str, path: str
    ) -> None:
        response = client.open(path, method=method)
        assert (SECURITY | HSTS).items() <= dict(response.headers).items()
        response.close()

    def test_hsts_is_only_said_over_https(
        self, everything: Catalogue, service: tuple[Things, ChannelBackend]
    ) -> None:
        client = make_app(everything, service[1], https=False).test_client()
        assert "Strict-Transport-Security" not in client.get("/livez").headers

    def test_a_known_origin_may_read_answers(self, client: FlaskClient) -> None:
        response = client.get("/v1/things/t1", headers={"Origin": ORIGIN})
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]
        assert "Origin" in response.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in response.headers

    @pytest.mark.parametrize(
        "origin",
        ["null", "http://partner.example", f"{ORIGIN}.evil.example", "https://partner.example:8",
         "https://evilpartner.example", "*"],
    )  # fmt: skip
    def test_other_origins_may_not(self, client: FlaskClient, origin: str) -> None:
        response = client.get("/v1/things/t1", headers={"Origin": origin})
        assert response.status_code == 200
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Origin" in response.headers["Vary"]

    def test_browsers_of_a_known_origin_may_ask_first(self, client: FlaskClient) -> None:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
        response = client.options("/v1/things/t1", headers=asked)
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
        assert "Idempotency-Key" in response.headers["Access-Control-Allow-Headers"]

    def test_browsers_of_other_origins_are_told_nothing(self, client: FlaskClient) -> None:
        asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH"}
        response = client.options("/v1/things/t1", headers=asked)
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]

    def test_an_address_is_believed_only_from_our_own_proxies(
        self, everything: Catalogue, service: tuple[Things, ChannelBackend], things: Things
    ) -> None:
        forwarded = {"X-Forwarded-For": "9.9.9.9, 203.0.113.5"}
        for proxies, seen in ((0, "127.0.0.1"), (1, "203.0.113.5")):
            client = make_app(everything, service[1], trusted_proxies=proxies).test_client()
            client.get("/v1/things:count", headers=forwarded)
            assert things.metadata["client-ip"] == seen


def test_every_route_is_named_after_its_rpc(app: Flask, everything: Catalogue) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {method.full_name for method in everything.methods} <= endpoints
