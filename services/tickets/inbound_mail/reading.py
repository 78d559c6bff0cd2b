"""An e-mail as bytes becomes what we need of it; nothing in it can stop the queue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from hashlib import sha256
from html.parser import HTMLParser

from services.tickets.inbound_mail.attachments import FILES, File, attached

MESSAGE_ID = re.compile(r"<[^<>\s]+>")
SURROGATES = re.compile("[\ud800-\udfff]")
LONGEST_TEXT = 50_000
LONGEST_SUBJECT = 300
LONGEST_NAME = 200
#: As many of the mails before as are looked at.
REFERENCES = 50
#: Where a mail may have been sent to.
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To")
#: Tags that end a line, and tags whose insides are no text.
BREAKS, SILENT = {"br", "p", "div", "li", "tr"}, {"style", "script", "head", "title"}


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail read. Addresses are in small letters; references oldest first.

    automatic: a machine sent it by itself. left_out: how many files came beside those it has.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    copied: tuple[str, ...]
    subject: str
    text: str
    automatic: bool
    date: str
    files: tuple[File, ...] = ()
    left_out: int = 0

    @property
    def said(self) -> str:
        """Its text, and whether more came with it than is kept."""
        if not self.left_out:
            return self.text
        return (
            f"{self.text}\n\n[{self.left_out} more files came with it, and are not kept.]".strip()
        )

    @property
    def answers(self) -> list[str]:
        """The Message-IDs it answers, the nearest first; never itself."""
        near = [self.in_reply_to, *reversed(self.references)]
        return [each for each in dict.fromkeys(near) if each and each != self.message_id]

    @property
    def digest(self) -> str:
        """The same for the same mail, whatever way it came."""
        parts = (self.message_id, self.sender, self.date, self.subject, self.text)
        return sha256("\0".join(parts).encode()).hexdigest()


def read(raw: bytes) -> Mail:
    """Reads a mail. sender is "" when there is none."""
    mail, utf8 = _parsed(raw)
    files = list(attached(mail, utf8=utf8))
    sender, sender_name = next(iter(_addresses(mail, "From")), ("", ""))
    found = [address for name in RECIPIENTS for address, _ in _addresses(mail, name)]
    identifiers = MESSAGE_ID.findall(_header(mail, "Message-ID"))
    answered = MESSAGE_ID.findall(_header(mail, "In-Reply-To"))
    return Mail(
        message_id=identifiers[0] if identifiers else "",
        in_reply_to=answered[0] if answered else "",
        references=tuple(
            dict.fromkeys(MESSAGE_ID.findall(_header(mail, "References"))[-REFERENCES:])
        ),
        sender=sender,
        sender_name=sender_name[:LONGEST_NAME],
        recipients=tuple(dict.fromkeys(found)),
        copied=tuple(address for address, _ in _addresses(mail, "Cc")),
        subject=" ".join(_header(mail, "Subject").split())[:LONGEST_SUBJECT],
        text=_text(mail)[:LONGEST_TEXT],
        automatic=automatic(mail, sender),
        date=_header(mail, "Date"),
        files=tuple(files[:FILES]),
        left_out=max(0, len(files) - FILES),
    )


def _parsed(raw: bytes) -> tuple[EmailMessage, bool]:
    """The mail, and whether it is UTF-8 from end to end: headers in plain UTF-8 are read as such,
    although the older rules want them encoded."""
    try:
        return message_from_string(raw.decode(), policy=policy.default), True
    except UnicodeDecodeError:
        return message_from_bytes(raw, policy=policy.default), False


def automatic(mail: EmailMessage, sender: str) -> bool:
    """Whether a machine sent it by itself, so that an answer might begin a loop (RFC 3834)."""
    kind = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if kind not in ("", "no"):
        return True
    if _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "list"):
        return True
    if _header(mail, "X-Loop").strip().lower() in ("yes", "true"):
        return True
    if _header(mail, "Return-Path").strip() == "<>" or _header(mail, "List-Id").strip():
        return True
    local = sender.partition("@")[0]
    return re.search("mailer-daemon|postmaster|no-?reply|^(abuse|root)$", local) is not None


def _header(mail: EmailMessage, name: str) -> str:
    """One header as text; "" when it is missing or beyond reading."""
    try:
        return _clean(str(mail.get(name, "")))
    except (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""  # the standard reader raises any of these on headers that are not by the rules


def _addresses(mail: EmailMessage, name: str) -> Iterator[tuple[str, str]]:
    """(address, name) pairs of one header."""
    for shown, address in getaddresses([_header(mail, name)]):
        local, _, domain = address.strip().rpartition("@")
        if local and domain:
            yield address.strip().lower(), shown.strip()


def _text(mail: EmailMessage) -> str:
    """What the person reads, as plain text."""
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    written = _clean(_decoded(part)).replace("\r\n", "\n")
    return (_without_tags(written) if part.get_content_subtype() == "html" else written).strip()


def _decoded(part: MIMEPart) -> str:
    """The characters of one part, also when it lies about them."""
    payload = part.get_payload()
    if isinstance(payload, str) and not payload.isascii() and not SURROGATES.search(payload):
        return payload  # the whole mail was UTF-8, and this part is as it is
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):  # no such charset, or another one than it says
        return content.decode("latin-1")


def _clean(text: str) -> str:
    """Without what no database and no JSON takes: NUL, lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


class _Reader(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _: object) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def _without_tags(page: str) -> str:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines))
