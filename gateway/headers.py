"""The headers of a request that mean something here, read strictly."""

import re
import secrets
from collections.abc import Sequence

from werkzeug.wrappers import Request

from chassis.ids import uuid7
from gateway.problems import refuse

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")
VISIBLE = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,255}")  # without the comma, which joins two headers
STRONG_ETAG = re.compile(r'"([\x21\x23-\x7e]*)"')
JSON = "application/json"


def request_id(sent: str | None) -> str:
    """The caller's request id when it is a plain word, or a new one."""
    return sent if sent and REQUEST_ID.fullmatch(sent) else str(uuid7())


def traceparent(sent: str | None) -> str:
    """The W3C trace context for what we call: the caller's trace, or a new one, with our span."""
    match = TRACEPARENT.fullmatch(sent or "")
    trace, flags = match.groups() if match else (secrets.token_hex(16), "00")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def idempotency_key(sent: Sequence[str]) -> str:
    """The key of a POST, "" for none. Raises Problem 400 when it is not one visible word."""
    if not sent:
        return ""
    if len(sent) > 1 or not VISIBLE.fullmatch(sent[0]):
        raise refuse(
            400,
            "INVALID_IDEMPOTENCY_KEY",
            "Idempotency-Key takes one key of 1 to 255 visible ASCII characters without a comma.",
        )
    return sent[0]


def if_match(sent: str | None) -> str:
    """The etag that If-Match demands, "" for any. Raises Problem 412 for a weak one, or 400."""
    if sent is None or sent.strip() == "*":
        return ""
    if sent.strip().startswith("W/"):
        raise refuse(412, "WEAK_ETAG", "If-Match compares strongly; a weak etag never matches.")
    match = STRONG_ETAG.fullmatch(sent.strip())
    if not match or not match[1]:
        raise refuse(400, "INVALID_IF_MATCH", 'If-Match takes one etag in quotes, like "3", or *.')
    return match[1]


def quoted(etag: str) -> str:
    """An etag as a header has it, "" when it cannot be one."""
    header = f'"{etag}"'
    return header if etag and STRONG_ETAG.fullmatch(header) else ""


def check_accept(request: Request) -> None:
    """Raises Problem 406 when the caller takes no JSON."""
    sent = request.headers.get("Accept")
    if sent in {None, "*/*", JSON}:
        return
    if not request.accept_mimetypes[JSON]:
        raise refuse(406, "NOT_ACCEPTABLE", f"The answer is {JSON}; Accept does not allow it.")


def check_json(request: Request) -> None:
    """Raises Problem 415 unless the body is said to be JSON in UTF-8."""
    if request.mimetype != JSON:
        raise refuse(415, "UNSUPPORTED_MEDIA_TYPE", f"Send {JSON}.", Accept=JSON)
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() != "utf-8":
        raise refuse(415, "UNSUPPORTED_MEDIA_TYPE", "JSON is UTF-8.", Accept=JSON)


def check_coding(request: Request) -> None:
    """Raises Problem 415 for a compressed body: it is never inflated."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        raise refuse(
            415, "UNSUPPORTED_CODING", "Send the body uncompressed.", Accept_Encoding="identity"
        )
