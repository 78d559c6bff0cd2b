"""Files in: a raw body or a form's file, sent on to a service while it is read.

The first message carries the request's fields and the file's media type, the others its bytes, and
an empty one says that it was whole: a cancelled call alone may look complete to the service.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Request
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Event,
    Field,
    File,
    MultipartDecoder,
    NeedData,
    Preamble,
)

from gateway import bodies, headers
from gateway.problems import refuse
from gateway.transcoding.faults import Faults, fault
from gateway.transcoding.plans import Incoming, Plan

FORM = "multipart/form-data"
MAX_PARTS = 100
MAX_TEXT = 64 << 10  # bytes of all text parts of a form together


def messages(plan: Plan, incoming: Incoming, request: Request) -> Iterator[Any]:
    """The messages of an upload; the first is made at once. Raises Problem or Faults."""
    headers.check_coding(request)
    first: Any = plan.read(incoming)
    chunks = bodies.chunks(request, bodies.UPLOAD_LIMIT)
    if request.mimetype == FORM:
        form = Form(chunks, request.mimetype_params.get("boundary", ""))
        form.open(plan, first)
        chunks = form.file()
    else:
        check_raw(request)
        getattr(first, plan.binding.body).content_type = request.content_type
    return parts(plan, first, chunks)


def check_raw(request: Request) -> None:
    """Raises Problem 415 or 411: a raw body says what it is, and how long, so that one that broke
    off is not taken for a whole file. (A form has an end of its own.)"""
    if not request.mimetype:
        raise refuse(415, "UNSUPPORTED_MEDIA_TYPE", "Say with Content-Type what the file is.")
    if request.content_length is None and not bodies.is_empty(request):
        raise refuse(411, "LENGTH_REQUIRED", "Send Content-Length, or a form.")


def parts(plan: Plan, first: Any, chunks: Iterable[bytes]) -> Iterator[Any]:
    """The first message, one for every piece of the file, and an empty one: it is whole."""
    yield first
    for chunk in chunks:
        for start in range(0, len(chunk), bodies.CHUNK):
            message: Any = plan.method.request()
            getattr(message, plan.binding.body).data = chunk[start : start + bodies.CHUNK]
            yield message
    yield plan.method.request()


class Form:
    """A multipart form: text parts, then one file, read as it arrives."""

    def __init__(self, chunks: Iterator[bytes], boundary: str) -> None:
        if not boundary:
            raise refuse(400, "MALFORMED_BODY", "The form has no boundary.")
        decoder = MultipartDecoder(boundary.encode("latin-1"), max_parts=MAX_PARTS)
        self._events = events(decoder, chunks)

    def open(self, plan: Plan, first: Any) -> None:
        """Reads up to the file; the text parts are fields. Raises Problem or Faults."""
        texts: list[tuple[str, str]] = []
        for event in self._events:
            if isinstance(event, Field):
                texts.append((event.name, self._text(event.name, texts)))
            elif isinstance(event, File):
                self._accept(event, plan, first)
                break
            elif isinstance(event, Epilogue):
                raise fault("the form has no file", plan.binding.body)
        if found := plan.read_query(first, iter(texts)):
            raise Faults(found)

    def file(self) -> Iterator[bytes]:
        """The file's bytes. Raises Faults when anything but the form's end follows them."""
        for event in self._events:
            if isinstance(event, Data):
                yield event.data
            elif not isinstance(event, Epilogue):
                raise fault("the file must be the last part of the form")

    def _accept(self, event: File, plan: Plan, first: Any) -> None:
        if event.name != plan.binding.body:
            raise fault("unknown file; the form's file is called " + plan.binding.body)
        media_type = event.headers.get("Content-Type", "application/octet-stream")
        getattr(first, plan.binding.body).content_type = media_type
        if "file_name" in plan.query and not first.file_name:
            first.file_name = event.filename or ""

    def _text(self, name: str, texts: list[tuple[str, str]]) -> str:
        """The text of the part that has just begun."""
        room = MAX_TEXT - sum(len(text) for _, text in texts)
        found = b""
        for event in self._events:
            if not isinstance(event, Data):
                break
            found += event.data
            if len(found) > room:
                raise bodies.too_large(MAX_TEXT)
            if not event.more_data:
                break
        try:
            return found.decode()
        except UnicodeDecodeError:
            raise fault("is not UTF-8 text", name) from None


def events(decoder: MultipartDecoder, chunks: Iterable[bytes]) -> Iterator[Event]:
    """The parts of a form as they arrive. Raises Problem for a malformed or unfinished one."""
    try:
        for chunk in chunks:
            decoder.receive_data(chunk)
            yield from ready(decoder)
        decoder.receive_data(None)
        yield from ready(decoder)
    except ValueError:
        raise refuse(400, "MALFORMED_BODY", "The form is not whole.") from None


def ready(decoder: MultipartDecoder) -> Iterator[Event]:
    """What can be told from the bytes so far."""
    while not isinstance(event := decoder.next_event(), NeedData):
        if not isinstance(event, Preamble):
            yield event
        if isinstance(event, Epilogue):
            return
