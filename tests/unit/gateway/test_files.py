"""Files are streamed both ways, within bounds, and never taken in part for the whole."""

import json
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import grpc
import pytest
from flask.testing import FlaskClient

from chassis.errors import Aborted
from chassis.uploads import MARKED, whole
from gateway import bodies
from gateway.backends.calls import Stream
from gateway.files import disposition, download
from tests.unit.gateway.answers import problem
from tests.unit.gateway.things import Things

PATH = "/v1/shelves/s1/things:import"
UNANNOUNCED = {
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}
CSV = b"email,name\n" + b"ada@example.com,Ada\n" * 20_000


class Slow(BytesIO):
    """A body whose second piece comes when the service has begun with the first.

    Without it a call may be cancelled before the service ever heard of it.
    """

    def __init__(self, data: bytes, begun: threading.Event) -> None:
        super().__init__(data)
        self._begun = begun

    def read(self, size: int | None = -1, /) -> bytes:
        assert self.tell() == 0 or self._begun.wait(30)
        return super().read(size)


class TestDownloads:
    def test_a_file_comes_with_its_type_and_name(self, client: FlaskClient) -> None:
        response = client.get("/v1/things:export?rows=2")
        assert response.data == b"id\nt0\nt1\n"
        assert response.content_type == "text/csv; charset=utf-8"
        assert "Content-Length" not in response.headers
        assert response.headers["Content-Disposition"] == (
            "attachment; filename=\"things _.csv\"; filename*=UTF-8''things%20%C3%BC.csv"
        )

    def test_an_error_before_the_first_byte_is_a_problem(self, client: FlaskClient) -> None:
        problem(client.get("/v1/things:export?rows=-1"), 400, "TOO_FEW")

    def test_any_type_may_be_accepted(self, client: FlaskClient) -> None:
        response = client.get("/v1/things:export?rows=1", headers={"Accept": "text/csv"})
        assert response.status_code == 200

    def test_an_error_on_the_way_breaks_the_connection(self, everything: Any) -> None:
        method = everything.by_name["crm.everything.v1.ThingService.ExportThings"]
        closed: list[bool] = []

        def broken() -> Iterator[Any]:
            yield method.reply(data=b"half")
            raise grpc.RpcError

        response = download(Stream(broken(), lambda: closed.append(True)))
        with pytest.raises(grpc.RpcError):
            b"".join(response.iter_encoded())
        response.close()
        assert closed

    def test_a_name_cannot_break_out_of_its_header(self) -> None:
        assert disposition('a"b\r\nX: y') == (
            "attachment; filename=\"a_b__X_ y\"; filename*=UTF-8''a%22b%0D%0AX%3A%20y"
        )


class TestUploads:
    def test_a_raw_body_is_the_file(self, client: FlaskClient, things: Things) -> None:
        response = client.post(f"{PATH}?dry_run=true", data=CSV, content_type="text/csv")
        assert response.json == {
            "shelf": "s1",
            "dry_run": True,
            "content_type": "text/csv",
            "size": str(len(CSV)),
            "chunks": 2,
        }
        assert things.request.file.data == b""

    def test_a_forms_file_comes_with_its_texts(self, client: FlaskClient) -> None:
        form = {"dry_run": "true", "file": (BytesIO(CSV), "things.csv", "text/csv")}
        response = client.post(PATH, data=form)
        assert response.json is not None
        assert response.json["dry_run"] is True
        assert response.json["content_type"] == "text/csv"
        assert response.json["size"] == str(len(CSV))

    @pytest.mark.parametrize(
        ("form", "pointer", "detail"),
        [
            ({"dry_run": "true"}, "#/file", "the form has no file"),
            (
                {"dry_run": "yes", "file": (BytesIO(b"x"), "x")},
                "#/dry_run",
                "must be true or false",
            ),
            ({"nothing": "1", "file": (BytesIO(b"x"), "x")}, "#/nothing", "unknown parameter"),
            ({"shelf": "s2", "file": (BytesIO(b"x"), "x")}, "#/shelf", "unknown parameter"),
            ({"other": (BytesIO(b"x"), "x")}, "#", "unknown file; the form's file is called file"),
            ({"dry_run": b"\xff", "file": (BytesIO(b"x"), "x")}, "#/dry_run", "is not UTF-8 text"),
        ],
    )
    def test_what_a_form_may_not_hold(
        self, client: FlaskClient, things: Things, form: dict[str, Any], pointer: str, detail: str
    ) -> None:
        found = problem(client.post(PATH, data=form_data(form)[0], content_type=form_data(form)[1]),
                        400, "INVALID_FIELD")  # fmt: skip
        assert found["errors"] == [{"pointer": pointer, "detail": detail}]
        assert things.asked == []

    def test_nothing_follows_the_file(self, client: FlaskClient) -> None:
        form = {"file": (BytesIO(b"x"), "x"), "dry_run": "true"}
        body, media_type = form_data(form)
        found = problem(client.post(PATH, data=body, content_type=media_type), 400, "INVALID_FIELD")
        assert "must be the last part" in found["detail"]

    def test_an_upload_that_stops_before_its_end_is_not_whole(self, everything: Any) -> None:
        request = everything.by_name["crm.everything.v1.ThingService.ImportThings"].request
        half = [request(shelf="s1"), request(file={"data": b"x"})]
        assert len(list(whole(half, {}))) == 2
        assert len(list(whole([*half, request()], dict([MARKED])))) == 2
        with pytest.raises(Aborted):
            list(whole(half, dict([MARKED])))

    def test_a_form_that_breaks_off_is_refused(self, client: FlaskClient, things: Things) -> None:
        body, media_type = form_data({"file": (BytesIO(CSV), "x")})
        response = client.post(
            PATH,
            input_stream=Slow(body[:-10], things.begun),
            content_type=media_type,
            environ_overrides=UNANNOUNCED,
        )
        problem(response, 400, "MALFORMED_BODY")
        assert things.cancelled.wait(30)

    def test_a_form_needs_a_boundary(self, client: FlaskClient) -> None:
        response = client.post(PATH, data=b"x", content_type="multipart/form-data")
        problem(response, 400, "MALFORMED_BODY")

    def test_long_texts_are_refused(self, client: FlaskClient, things: Things) -> None:
        body, media_type = form_data({"dry_run": "x" * (64 << 10) + "x", "file": (BytesIO(), "x")})
        response = client.post(PATH, data=body, content_type=media_type)
        problem(response, 413, "BODY_TOO_LARGE")
        assert things.asked == []

    def test_a_file_without_a_type_is_refused(self, client: FlaskClient) -> None:
        problem(client.post(PATH, data=b"x"), 415, "UNSUPPORTED_MEDIA_TYPE")

    def test_a_compressed_file_is_refused(self, client: FlaskClient) -> None:
        response = client.post(
            PATH, data=b"x", content_type="text/csv", headers={"Content-Encoding": "gzip"}
        )
        problem(response, 415, "UNSUPPORTED_CODING")

    @pytest.mark.parametrize("announced", [True, False])
    def test_a_file_over_the_limit_is_cancelled(
        self, client: FlaskClient, things: Things, monkeypatch: pytest.MonkeyPatch, announced: bool
    ) -> None:
        monkeypatch.setattr(bodies, "UPLOAD_LIMIT", 1 << 20)
        body, media_type = form_data({"file": (BytesIO(b"x" * (1 << 20)), "x")})
        response = client.post(
            PATH,
            input_stream=BytesIO(body) if announced else Slow(body, things.begun),
            content_type=media_type,
            environ_overrides={"CONTENT_LENGTH": str(len(body))} if announced else UNANNOUNCED,
        )
        problem(response, 413, "BODY_TOO_LARGE")
        assert announced or things.cancelled.wait(30)

    def test_a_raw_file_says_how_long_it_is(self, client: FlaskClient, things: Things) -> None:
        response = client.post(
            PATH, data=CSV, content_type="text/csv", environ_overrides=UNANNOUNCED
        )
        problem(response, 411, "LENGTH_REQUIRED")
        assert things.asked == []

    def test_a_file_that_breaks_off_is_cancelled(self, client: FlaskClient, things: Things) -> None:
        longer = {"CONTENT_LENGTH": str(len(CSV) + 1), "wsgi.input_terminated": True}
        response = client.post(
            PATH,
            input_stream=Slow(CSV, things.begun),
            content_type="text/csv",
            environ_overrides=longer,
        )
        problem(response, 400, "BODY_INCOMPLETE")
        assert things.cancelled.wait(30)

    def test_a_file_of_the_largest_size_is_taken(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bodies, "UPLOAD_LIMIT", 1 << 20)
        response = client.post(PATH, data=b"x" * (1 << 20), content_type="text/csv")
        assert json.loads(response.data)["size"] == str(1 << 20)

    def test_an_empty_file_is_a_file(self, client: FlaskClient) -> None:
        response = client.post(PATH, data=b"", content_type="text/csv")
        assert json.loads(response.data)["chunks"] == 0


def form_data(form: dict[str, Any]) -> tuple[bytes, str]:
    """A multipart form in the order given, and its media type."""
    lines: list[bytes] = []
    for name, value in form.items():
        lines.append(b"--edge")
        if isinstance(value, tuple):
            value[0].seek(0)
            lines.append(
                f'Content-Disposition: form-data; name="{name}"; filename="{value[1]}"'.encode()
            )
            lines += [b"Content-Type: text/csv", b"", value[0].read()]
        else:
            lines.append(f'Content-Disposition: form-data; name="{name}"'.encode())
            lines += [b"", value if isinstance(value, bytes) else value.encode()]
    return b"\r\n".join([*lines, b"--edge--", b""]), "multipart/form-data; boundary=edge"
