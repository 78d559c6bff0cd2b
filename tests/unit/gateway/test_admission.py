"""Files a caller sends and fetches: two at once, and never a place lost."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from chassis.errors import ResourceExhausted
from gateway.admission import FILES_AT_ONCE, Running


@pytest.fixture
def client() -> FlaskClient:
    """An app that streams files to callers named by the path."""
    app, running = Flask(__name__), Running()

    @app.get("/<caller>")
    def file(caller: str) -> Response:
        running.begin(caller)
        return Response(piece for piece in ("a", "b"))

    @app.get("/<caller>/broken")
    def broken(caller: str) -> Response:
        running.begin(caller)
        raise ZeroDivisionError

    @app.get("/<caller>/breaking")
    def breaking(caller: str) -> Response:
        def pieces() -> Iterator[str]:
            yield "a"
            raise ZeroDivisionError

        running.begin(caller)
        return Response(pieces())

    @app.errorhandler(ResourceExhausted)
    def refused(error: ResourceExhausted) -> tuple[str, int]:
        return error.reason, 429

    @app.errorhandler(ZeroDivisionError)
    def failed(_: ZeroDivisionError) -> tuple[str, int]:
        return "failed", 500

    return app.test_client()


def test_a_third_file_waits_until_one_is_done(client: FlaskClient) -> None:
    first, second = (client.get("/ada", buffered=False) for _ in range(FILES_AT_ONCE))
    third = client.get("/ada")
    assert (third.status_code, third.text) == (429, "TOO_MANY_AT_ONCE")
    assert client.get("/grace").status_code == 200
    first.close()
    assert client.get("/ada").status_code == 200
    second.close()


@pytest.mark.parametrize("how", ["", "/broken", "/breaking"])
def test_however_a_file_ends_its_place_is_free_again(client: FlaskClient, how: str) -> None:
    for _ in range(5):
        answer = client.get(f"/ada{how}", buffered=False)
        assert answer.status_code != 429
        answer.close()
