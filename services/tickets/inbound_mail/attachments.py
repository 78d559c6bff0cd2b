"""The files that came with an e-mail, as its sender packed them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from mimetypes import guess_extension
from typing import Any

#: As many as are kept, and as much of a name.
FILES, LONGEST_NAME = 20, 100
UNKNOWN, MAIL = "application/octet-stream", "message/rfc822"
TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
#: What a header that keeps to no rules makes the standard reader raise.
MALFORMED = (MessageError, ValueError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class File:
    """A file. name: never empty, printable."""

    name: str
    content_type: str
    content: bytes


def attached(mail: EmailMessage, *, utf8: bool) -> Iterator[File]:
    """Everything in the mail that is not the text people read, pictures within it too.

    utf8: the mail was UTF-8 from end to end, and is read as such.
    """
    body = mail.get_body(preferencelist=("plain", "html"))
    for part in leaves(mail):
        name = _name(part)
        if part is not body and (name or not _type(part).startswith("text/") or _enclosed(part)):
            yield File(name or _unnamed(part), _type(part), _content(part, utf8=utf8))


def leaves(part: Any) -> Iterator[Message]:
    """The parts that have no parts; a mail within the mail is one."""
    if not part.is_multipart() or _type(part) == MAIL:
        yield part
        return
    for each in part.get_payload():
        yield from leaves(each)


def _enclosed(part: Message) -> bool:
    """Whether its sender says that it is a file."""
    try:
        return part.get_content_disposition() == "attachment"
    except MALFORMED:
        return False


def _name(part: Message) -> str:
    try:
        name = " ".join((part.get_filename() or "").split())
    except MALFORMED:
        return ""
    return "".join(char for char in name if char.isprintable())[:LONGEST_NAME]


def _unnamed(part: Message) -> str:
    """What a file is called that has no name, so that a computer knows how to open it."""
    return f"file{guess_extension(_type(part)) or ''}"


def _type(part: Message) -> str:
    try:
        kind = part.get_content_type()
    except MALFORMED:
        return UNKNOWN
    return kind if TYPE.fullmatch(kind) else UNKNOWN


def _content(part: Any, *, utf8: bool) -> bytes:
    """Its bytes; of a mail within the mail, the mail as it is."""
    if part.is_multipart():
        return b"".join(_whole(each) for each in part.get_payload())
    payload = part.get_payload()
    if utf8 and isinstance(payload, str) and not payload.isascii():
        return payload.encode()
    return part.get_payload(decode=True) or b""


def _whole(mail: Message) -> bytes:
    try:
        return bytes(mail)
    except UnicodeError:
        return mail.as_string().encode()  # the mail around it was UTF-8, and this one is as it is
