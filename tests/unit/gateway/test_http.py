"""The gateway over HTTP: what goes in and what comes out."""

import pytest
from flask.testing import FlaskClient

from tests.unit.gateway.answers import problem
from tests.unit.gateway.things import Things

JSON = "application/json"


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
