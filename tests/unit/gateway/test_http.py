"""The gateway over HTTP: what goes in, what comes out, and what every answer carries."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chassis.errors import ResourceExhausted
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import Catalogue
from gateway.outermost import HSTS, SECURITY
from tests.unit.gateway.conftest import ORIGIN, make_app
from tests.unit.gateway.things import Things

JSON = "application/json"


def problem(response: TestResponse, status: int, reason: str) -> dict[str, Any]:
    """The problem document of a refusal, after checking its form."""
    assert response.content_type == "application/problem+json", response.data
    document: dict[str, Any] = json.loads(response.data)
    assert (response.status_code, document["reason"]) == (status, reason), document
    assert document["status"] == status
    assert document["request_id"] == response.headers["X-Request-Id"]
    return document


class TestAnswers:
    def test_reading_answers_200_with_the_etag(self, client: FlaskClient) -> None:
        response = client.get("/v1/things/t1")
        assert (response.status_code, response.content_type) == (200, JSON)
        assert response.headers["ETag"] == '"3"'
        assert response.json is not None
        assert response.json["etag"] == "3"

    def test_creating_answers_201_with_the_place(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", json={"name": "Lamp"})
        assert response.status_code == 201
        assert response.headers["Location"] == "/v1/things/t%2F1"

    def test_nothing_to_say_answers_204(self, client: FlaskClient) -> None:
        response = client.delete("/v1/things/t1")
        assert (response.status_code, response.data) == (204, b"")
        assert "Content-Type" not in response.headers

    def test_head_answers_like_get_without_a_body(self, client: FlaskClient) -> None:
        response = client.head("/v1/things/t1")
        assert (response.status_code, response.data) == (200, b"")
        assert response.headers["ETag"] == '"3"'

    def test_a_whole_file_is_answered_as_it_is(self, client: FlaskClient) -> None:
        response = client.get("/v1/things/t1:draw")
        assert (response.content_type, response.data) == ("image/svg+xml", b"<svg/>")

    def test_every_kind_of_field_comes_back_as_it_went_in(self, client: FlaskClient) -> None:
        sent = {
            "text": "Zoë",
            "int64_value": "5",
            "colours": ["RED"],
            "text_by_bool": {"true": "x"},
        }
        answer = client.post("/v1/everything:echo", json=sent).json
        assert answer is not None
        assert sent.items() <= answer.items()


class TestConditions:
    def test_an_unchanged_resource_is_not_sent_again(self, client: FlaskClient) -> None:
        for held in ('"3"', 'W/"3"', '"1", "3"', "*"):
            response = client.get("/v1/things/t1", headers={"If-None-Match": held})
            assert (response.status_code, response.data) == (304, b"")
            assert response.headers["ETag"] == '"3"'

    def test_a_changed_resource_is_sent(self, client: FlaskClient) -> None:
        response = client.get("/v1/things/t1", headers={"If-None-Match": '"2"'})
        assert response.status_code == 200

    def test_if_match_is_the_requests_etag(self, client: FlaskClient, things: Things) -> None:
        assert client.delete("/v1/things/t1", headers={"If-Match": '"3"'}).status_code == 204
        assert things.request.etag == "3"

    def test_a_stale_etag_is_a_failed_precondition(self, client: FlaskClient) -> None:
        problem(client.delete("/v1/things/t1", headers={"If-Match": '"2"'}), 412, "ETAG_MISMATCH")

    def test_any_etag_is_no_condition(self, client: FlaskClient, things: Things) -> None:
        assert client.delete("/v1/things/t1", headers={"If-Match": "*"}).status_code == 204
        assert things.request.etag == ""

    @pytest.mark.parametrize(
        ("sent", "status", "reason"),
        [
            ('W/"3"', 412, "WEAK_ETAG"),
            ("3", 400, "INVALID_IF_MATCH"),
            ('"2", "3"', 400, "INVALID_IF_MATCH"),
            ('""', 400, "INVALID_IF_MATCH"),
            ("", 400, "INVALID_IF_MATCH"),
        ],
    )
    def test_if_match_is_one_strong_etag(
        self, client: FlaskClient, sent: str, status: int, reason: str
    ) -> None:
        problem(client.delete("/v1/things/t1", headers={"If-Match": sent}), status, reason)

    def test_if_match_where_nothing_can_be_compared_is_refused(self, client: FlaskClient) -> None:
        response = client.post("/v1/shelves/7:recount", headers={"If-Match": '"3"'})
        problem(response, 400, "INVALID_FIELD")


class TestIdempotency:
    def test_the_key_is_passed_on(self, client: FlaskClient, things: Things) -> None:
        client.post("/v1/things", json={}, headers={"Idempotency-Key": "k-1"})
        assert things.metadata["idempotency-key"] == "k-1"

    def test_a_replay_is_marked(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", json={}, headers={"Idempotency-Key": "seen"})
        assert response.headers["Idempotent-Replayed"] == "true"

    def test_a_first_answer_is_not_marked(self, client: FlaskClient) -> None:
        assert "Idempotent-Replayed" not in client.post("/v1/things", json={}).headers

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    def test_other_methods_ignore_it(
        self, client: FlaskClient, things: Things, method: str
    ) -> None:
        response = client.open("/v1/things/t1", method=method, headers={"Idempotency-Key": "é"})
        assert response.status_code in {200, 204}
        assert "idempotency-key" not in things.metadata

    @pytest.mark.parametrize("key", ["", "k" * 256, "a b", "a,b", "é", "a\tb"])
    def test_a_key_is_one_visible_word(self, client: FlaskClient, key: str) -> None:
        response = client.post("/v1/things", json={}, headers={"Idempotency-Key": key})
        problem(response, 400, "INVALID_IDEMPOTENCY_KEY")

    def test_the_longest_key_is_taken(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", json={}, headers={"Idempotency-Key": "k" * 255})
        assert response.status_code == 201


class TestBodies:
    @pytest.mark.parametrize(
        "media_type",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/json; charset=latin-1",
            "application/jsonp",
            "nonsense",
            None,
        ],
    )
    def test_only_json_is_taken(self, client: FlaskClient, media_type: str | None) -> None:
        response = client.post("/v1/things", data=b'{"name": "x"}', content_type=media_type)
        problem(response, 415, "UNSUPPORTED_MEDIA_TYPE")

    @pytest.mark.parametrize("media_type", [JSON, "Application/JSON; charset=UTF-8"])
    def test_json_is_taken(self, client: FlaskClient, media_type: str) -> None:
        response = client.post("/v1/things", data=b'{"name": "x"}', content_type=media_type)
        assert response.status_code == 201

    def test_a_compressed_body_is_never_inflated(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", json={}, headers={"Content-Encoding": "gzip"})
        problem(response, 415, "UNSUPPORTED_CODING")

    def test_a_malformed_body_is_refused(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", data=b"{", content_type=JSON)
        assert problem(response, 400, "MALFORMED_BODY")["detail"].startswith("the body is not JSON")

    def test_faults_point_into_the_body(self, client: FlaskClient) -> None:
        response = client.post("/v1/things", json={"nme": 1, "size": "3"})
        assert problem(response, 400, "INVALID_FIELD")["errors"] == [
            {"pointer": "#/nme", "detail": "unknown field"},
            {"pointer": "#/size", "detail": "must be a whole number"},
        ]

    def test_a_body_said_to_be_json_must_be_some(self, client: FlaskClient) -> None:
        problem(client.post("/v1/things", data=b"", content_type=JSON), 400, "MALFORMED_BODY")

    def test_no_body_at_all_is_an_empty_one(self, client: FlaskClient, things: Things) -> None:
        assert client.post("/v1/things/t1:paint").status_code == 200
        assert things.request.id == "t1"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/v1/things/t1"),
            ("DELETE", "/v1/things/t1"),
            ("POST", "/v1/shelves/7:recount"),
        ],
    )
    def test_a_body_nobody_asked_for_is_refused(
        self, client: FlaskClient, method: str, path: str
    ) -> None:
        problem(client.open(path, method=method, json={}), 400, "BODY_NOT_TAKEN")

    def test_a_large_body_is_refused(self, client: FlaskClient) -> None:
        body = b'{"name": "' + b"x" * (1 << 20) + b'"}'
        problem(client.post("/v1/things", data=body, content_type=JSON), 413, "BODY_TOO_LARGE")

    def test_a_large_body_of_unknown_length_is_refused_and_not_cut(
        self, client: FlaskClient, things: Things
    ) -> None:
        body = b'{"name": "x"}' + b" " * (1 << 20)
        response = client.post(
            "/v1/things",
            data=body,
            content_type=JSON,
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
        )
        problem(response, 413, "BODY_TOO_LARGE")
        assert things.asked == []

    def test_the_largest_body_is_taken(self, client: FlaskClient) -> None:
        body = b'{"name": "x"}'.ljust(1 << 20)
        assert client.post("/v1/things", data=body, content_type=JSON).status_code == 201


class TestAccept:
    @pytest.mark.parametrize("sent", ["text/html", "application/xml, image/*", f"{JSON};q=0"])
    def test_an_answer_nobody_takes_is_not_given(
        self, client: FlaskClient, things: Things, sent: str
    ) -> None:
        problem(client.get("/v1/things/t1", headers={"Accept": sent}), 406, "NOT_ACCEPTABLE")
        assert things.asked == []

    @pytest.mark.parametrize(
        "sent", ["*/*", JSON, "application/*", "text/html, */*;q=0.1", "text/html,application/json"]
    )
    def test_an_answer_that_is_taken_is_given(self, client: FlaskClient, sent: str) -> None:
        assert client.get("/v1/things/t1", headers={"Accept": sent}).status_code == 200


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

    def test_no_header_changes_the_method(self, client: FlaskClient, things: Things) -> None:
        client.get("/v1/things/t1", headers={"X-HTTP-Method-Override": "DELETE"})
        assert things.asked[-1][0] == "GetThing"

    def test_options_says_what_is_allowed(self, client: FlaskClient) -> None:
        response = client.options("/v1/things")
        assert (response.status_code, response.data) == (204, b"")
        assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        problem(client.options("/v1/nothing"), 404, "NOT_FOUND")


class TestCallers:
    def test_nobody_is_asked_to_sign_in(self, stranger: FlaskClient) -> None:
        response = stranger.get("/v1/things/t1")
        problem(response, 401, "SIGN_IN_REQUIRED")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")

    def test_wrong_credentials_are_refused(self, stranger: FlaskClient) -> None:
        response = stranger.get("/v1/things/t1", headers={"Authorization": "Bearer eve"})
        problem(response, 401, "TOKEN_INVALID")

    def test_the_caller_is_checked_before_the_request_is_looked_at(
        self, stranger: FlaskClient
    ) -> None:
        response = stranger.post("/v1/things", data=b"nonsense", content_type="text/plain")
        problem(response, 401, "SIGN_IN_REQUIRED")

    @pytest.mark.parametrize(
        "headers", [{"X-User-Id": "admin"}, {"X-CRM-Principal": "admin"}, {"X_User_Id": "admin"}]
    )
    def test_headers_of_our_inside_mean_nothing_outside(
        self, stranger: FlaskClient, headers: dict[str, str]
    ) -> None:
        problem(stranger.get("/v1/things", headers=headers), 401, "SIGN_IN_REQUIRED")

    def test_a_service_hears_who_is_calling(self, client: FlaskClient, things: Things) -> None:
        client.get("/v1/things/t1")
        assert things.metadata["authorization"] == "Bearer token-of-Ada"
        assert "client-ip" not in things.metadata

    def test_public_rpcs_ask_nobody_and_know_where_a_call_comes_from(
        self, stranger: FlaskClient, things: Things
    ) -> None:
        sent = {"Authorization": "Bearer expired", "Origin": "https://shop.example",
                "User-Agent": "Böt\u00001", "Referer": "https://shop.example/x"}  # fmt: skip
        assert stranger.get("/v1/things:count", headers=sent).status_code == 200
        assert "authorization" not in things.metadata
        assert things.metadata["client-ip"] == "127.0.0.1"
        assert things.metadata["client-origin"] == "https://shop.example"
        assert things.metadata["client-user-agent"] == "B?t?1"
        assert things.metadata["client-referrer"] == "https://shop.example/x"

    def test_limits_refuse_with_when_to_come_back(
        self, everything: Catalogue, service: tuple[Things, ChannelBackend]
    ) -> None:
        def admit(*_: object) -> dict[str, str]:
            raise ResourceExhausted("TOO_MANY_REQUESTS", "Slow down.", retry_after=7)

        app = make_app(everything, service[1], admit=admit)
        response = app.test_client().get("/v1/things:count")
        problem(response, 429, "TOO_MANY_REQUESTS")
        assert response.headers["Retry-After"] == "7"

    def test_limits_are_told_with_every_answer(
        self, everything: Catalogue, service: tuple[Things, ChannelBackend]
    ) -> None:
        app = make_app(everything, service[1], admit=lambda *_: {"RateLimit": '"user";r=9;t=60'})
        response = app.test_client().get("/v1/things:count")
        assert response.headers["RateLimit"] == '"user";r=9;t=60'


class TestTraces:
    def test_a_plain_request_id_is_kept(self, client: FlaskClient, things: Things) -> None:
        response = client.get("/v1/things/t1", headers={"X-Request-Id": "req-12345"})
        assert response.headers["X-Request-Id"] == things.metadata["x-request-id"] == "req-12345"

    @pytest.mark.parametrize("sent", ["short", "a b c d e f", "x" * 65, "<script>alert(1)"])
    def test_any_other_request_id_is_replaced(self, client: FlaskClient, sent: str) -> None:
        response = client.get("/v1/things/t1", headers={"X-Request-Id": sent})
        assert len(response.headers["X-Request-Id"]) == 36

    def test_a_trace_goes_on_under_a_span_of_ours(
        self, client: FlaskClient, things: Things
    ) -> None:
        sent = f"00-{'a' * 32}-{'b' * 16}-01"
        client.get("/v1/things/t1", headers={"traceparent": sent})
        version, trace, span, flags = things.metadata["traceparent"].split("-")
        assert (version, trace, flags) == ("00", "a" * 32, "01")
        assert span != "b" * 16

    @pytest.mark.parametrize("sent", ["", "nonsense", f"00-{'0' * 32}-{'b' * 16}-01"])
    def test_a_broken_trace_is_begun_anew(
        self, client: FlaskClient, things: Things, sent: str
    ) -> None:
        client.get("/v1/things/t1", headers={"traceparent": sent})
        assert things.metadata["traceparent"].split("-")[1] != "0" * 32


class TestErrors:
    def test_a_services_error_points_into_the_body(self, client: FlaskClient) -> None:
        sent = {"code": 3, "message": "No.", "reason": "BAD", "fields": ["thing.name"]}
        found = problem(client.post("/v1/everything:fail", json=sent), 400, "BAD")
        assert found["errors"] == [{"pointer": "#/thing/name", "detail": "is wrong"}]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_fault_of_ours_is_logged_and_not_told(
        self,
        everything: Catalogue,
        service: tuple[Things, ChannelBackend],
        caplog: pytest.LogCaptureFixture,
        method: str,
    ) -> None:
        def authenticate(_: object) -> None:
            raise RuntimeError("secret-xyz")

        client = make_app(everything, service[1], authenticate=authenticate).test_client()
        response = client.open("/v1/things", method=method)
        problem(response, 500, "INTERNAL")
        assert b"secret-xyz" not in response.data
        (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
        assert "secret-xyz" in str(record.exc_info)
        assert vars(record)["request_id"] == response.headers["X-Request-Id"]

    def test_a_service_that_is_not_there_may_be_asked_again(self, everything: Catalogue) -> None:
        backend = ChannelBackend("127.0.0.1:1", everything.methods)
        response = make_app(everything, backend).test_client().get("/v1/things:count")
        backend.close()
        problem(response, 503, "UNAVAILABLE")
        assert response.headers["Retry-After"] == "1"

    def test_a_service_that_was_not_connected_is_named(self, everything: Catalogue) -> None:
        app = make_app(everything, None, backends={})  # type: ignore[arg-type]
        response = app.test_client().get("/v1/things:count")
        found = problem(response, 503, "BACKEND_MISSING")
        assert found["detail"] == "The everything service is not connected."


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
