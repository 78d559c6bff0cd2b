"""The layer around the app adds to every answer, whoever made it, and keeps what was said."""

from collections.abc import Iterable
from typing import Any

from gateway.outermost import HSTS, SECURITY, SHORT, Outermost


class Answer:
    """A WSGI answer that knows whether it was closed."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = False

    def __iter__(self) -> Any:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed = True


def ask(answer: Iterable[bytes], *headers: tuple[str, str]) -> tuple[dict[str, str], Any]:
    """What leaves the layer: the headers and the body."""
    left: dict[str, str] = {}

    def app(_: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", list(headers))
        return answer

    body = Outermost(app, https=True)({}, lambda _, sent: left.update(sent))
    return left, body


def test_every_answer_carries_the_security_headers() -> None:
    headers, _ = ask(Answer(b"x"))
    assert headers == SECURITY | HSTS


def test_what_a_view_says_itself_stays() -> None:
    headers, _ = ask(Answer(), ("content-security-policy", "mine"), ("Cache-Control", "no-cache"))
    assert headers["content-security-policy"] == "mine"
    assert headers["Cache-Control"] == "no-cache"
    assert "Content-Security-Policy" not in headers


def test_a_short_answer_leaves_in_one_piece_and_is_closed() -> None:
    answer = Answer(b"a", b"b")
    _, body = ask(answer, ("Content-Length", "2"))
    assert body == [b"ab"]
    assert answer.closed


def test_streams_and_long_answers_are_left_alone() -> None:
    stream, long = Answer(b"a"), Answer(b"a")
    assert ask(stream)[1] is stream
    assert ask(long, ("Content-Length", str(SHORT + 1)))[1] is long
    assert not stream.closed
