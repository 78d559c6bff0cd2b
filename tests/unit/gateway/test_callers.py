"""Who is calling, what ties a call together, and what callers are told when it fails."""

import pytest
from flask.testing import FlaskClient

from chassis.errors import ResourceExhausted
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import Catalogue
from tests.unit.gateway.answers import problem
from tests.unit.gateway.conftest import make_app
from tests.unit.gateway.things import Things


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
