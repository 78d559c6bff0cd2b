"""What a plain HTML form posts, read within a bound and strictly."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.formparser import FormDataParser

from gateway import bodies, headers
from gateway.problems import Problem, refuse

LIMIT = 64 << 10
MAX_FIELDS = 200
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TRUE = ("on", "true", "yes", "1")
UTM = ("source", "medium", "campaign", "term", "content")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Post:
    """What was posted: the answers, each with all its values, and what stands beside them."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def agreed(self) -> bool:
        """The box of consent was ticked."""
        return self.beside.get("consent", "").lower() in TRUE

    @property
    def request(self) -> dict[str, Any]:
        """SubmitForm's fields as JSON has them; an answer given several times is a list."""
        values = {k: given if len(given) > 1 else given[0] for k, given in self.answers.items()}
        utm = {name: self.beside.get(f"utm_{name}", "")[:200] for name in UTM}
        return {
            "values": values,
            "consent": self.agreed,
            "utm": utm,
            "referrer": self.beside.get("referrer", "")[:2000],
            "landing_page": self.beside.get("landing_page", "")[:2000],
            "token": self.beside.get("token", "")[:500],
            "visitor_id": self.beside.get("visitor_id", "")[:100],
        }


BESIDE = (
    "consent",
    "token",
    "referrer",
    "landing_page",
    "visitor_id",
    *(f"utm_{name}" for name in UTM),
)


def sort_out(pairs: Pairs) -> Post:
    """Answers and what stands beside them."""
    post = Post()
    for name, value in pairs:
        if name in BESIDE:
            post.beside[name] = value
        else:
            post.answers.setdefault(name, []).append(value)
    return post


def read(request: Request) -> Post:
    """The posted fields, sorted out. Raises Problem 400, 413 or 415."""
    return sort_out(read_pairs(request))


def read_pairs(request: Request) -> Pairs:
    """The posted fields. Raises Problem 400, 413 or 415."""
    headers.check_coding(request)
    if request.mimetype not in (URLENCODED, MULTIPART):
        raise refuse(415, "UNSUPPORTED_MEDIA_TYPE", f"Send {URLENCODED} or {MULTIPART}.")
    data = bodies.read(request, LIMIT)
    try:
        pairs = urlencoded(data) if request.mimetype == URLENCODED else multipart(request, data)
    except ValueError:
        raise malformed() from None
    if len(pairs) > MAX_FIELDS or any("\0" in name + value for name, value in pairs):
        raise malformed()
    return pairs


def urlencoded(data: bytes) -> Pairs:
    """The fields of a usual form. Raises ValueError."""
    text = data.decode("ascii")
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)


def multipart(request: Request, data: bytes) -> Pairs:
    """The fields of a form that could have files; it has none. Raises ValueError."""
    parser = FormDataParser(
        stream_factory=lambda *_, **__: BytesIO(),  # never a file on disk: the body is small
        max_form_memory_size=LIMIT,
        max_form_parts=MAX_FIELDS,
        silent=False,
    )
    parsed = parser.parse(BytesIO(data), request.mimetype, len(data), request.mimetype_params)
    _, fields, files = parsed
    if any(file.filename for file in files.values()):
        raise ValueError("a form takes no files")
    return [*fields.items(multi=True)]


def malformed() -> Problem:
    """A body that no browser would send."""
    return refuse(400, "MALFORMED_BODY", "The form could not be read.")
