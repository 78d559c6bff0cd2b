"""The files that came with an e-mail, by name: they are not kept, and an agent is to know that."""

from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage, Message

#: As many as are named, and as much of a name.
FILES, LONGEST_NAME = 20, 100


def attached(mail: EmailMessage) -> tuple[str, ...]:
    """Names with sizes, such as "roster.pdf (2.1 MB)"; pictures within the text are part of it."""
    found = [name for part in mail.walk() for name in _named(part)]
    more = len(found) - FILES
    return (*found[:FILES], *([f"{more} more"] if more > 0 else []))


def _named(part: Message) -> Iterator[str]:
    try:
        inline = part.get_content_disposition() == "inline"
        name = " ".join((part.get_filename() or "").split())
        attached = part.get_content_disposition() == "attachment"
    except (MessageError, ValueError, LookupError, AttributeError, TypeError):
        return  # a header that keeps to no rules
    if attached or (name and not inline):
        shown = "".join(char for char in name if char.isprintable())[:LONGEST_NAME]
        yield f"{shown or 'a file without a name'} ({_size(part)})"


def _size(part: Message) -> str:
    """About how large it is, without decoding it."""
    payload = part.get_payload()
    characters = len(payload) if isinstance(payload, str) else 0
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    size = characters * 3 // 4 if encoded else characters
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} KB"
