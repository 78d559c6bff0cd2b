"""Reading mails that say that a mail did not arrive: RFC 3464 reports, and those in plain words;
and those that say that its receiver called it unwanted: RFC 5965."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

#: 4.x.x or 5.x.x, perhaps with a comment behind it.
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
#: Subjects of class 5 that say nothing about the address: a full mailbox, a mail too large, policy.
PASSING = re.compile(r"5\.(2\.[23]|3\.[14]|7\.\d+)")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
QUOTED_ID = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
#: Words of reports that keep to no standard.
GONE = re.compile(
    r"\b5\d\d\b.{0,80}\b(user unknown|unknown user|mailbox not found|no such (user|mailbox)"
    r"|does(n't| not) exist|address rejected|mailbox unavailable)\b",
    re.IGNORECASE | re.DOTALL,
)
LATER = re.compile(
    r"\b4\d\d\b.{0,80}\b(try again|temporar\w+|timed out|greylist\w*|deferred)\b"
    r"|\bmailbox (is )?full\b|\bover quota\b",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient who was not reached. hard: for good; complaint: they got it, and called it
    unwanted.

    message_id: of the mail that came back, with its brackets; "" when the report does not say.
    """

    recipient: str
    hard: bool
    status: str = ""
    diagnosis: str = ""
    message_id: str = ""
    complaint: bool = False


def reports(raw: bytes) -> list[Report]:
    """Who was not reached, or complained; empty for a delay, a delivery, an ordinary letter."""
    mail = message_from_bytes(raw, policy=policy.default)
    returned = _returned_id(mail)
    if feedback := _feedback(mail):
        return [_complaint(feedback, returned)] if _unwanted(feedback) else []
    structured = [*_statuses(mail)]
    if structured:
        found = [_report(fields, returned) for fields in structured]
        return [report for report in found if report is not None]
    return _in_words(mail, returned)


def _statuses(mail: EmailMessage) -> list[Message]:
    """The groups of fields about single recipients."""
    found: list[Message] = []
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            found += [group for group in groups if isinstance(group, Message)]
    return [group for group in found if _text(group, "Final-Recipient") or _text(group, "Action")]


def _feedback(mail: EmailMessage) -> Message | None:
    """What a mail service says of somebody's word about a mail."""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            content = part.get_payload(decode=True) or b""
            if isinstance(content, bytes) and content.strip():
                return message_from_bytes(content)
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            return first if isinstance(first, Message) else None
    return None


def _unwanted(feedback: Message) -> bool:
    """Whether it was called unwanted; somebody may also have said that it was not."""
    return _text(feedback, "Feedback-Type").lower() in ("abuse", "fraud", "opt-out")


def _complaint(feedback: Message, returned: str) -> Report:
    """Services often leave out or hide who it was; the message then says it."""
    recipient = _text(feedback, "Original-Rcpt-To").strip("<>").lower()
    kind = _text(feedback, "Feedback-Type").lower()
    said = f"called it {'unwanted' if kind == 'abuse' else kind}"
    hidden = "@" not in recipient or "redacted" in recipient
    return Report(
        recipient="" if hidden else recipient,
        hard=True,
        diagnosis=said,
        message_id=returned,
        complaint=True,
    )


def _report(fields: Message, returned: str) -> Report | None:
    """What a group says. Only Action "failed" is a failure: a delay may still arrive."""
    if _text(fields, "Action").lower() != "failed":
        return None
    diagnosis = _text(fields, "Diagnostic-Code")
    status = STATUS.search(_text(fields, "Status")) or STATUS.search(diagnosis)
    recipient = _text(fields, "Final-Recipient") or _text(fields, "Original-Recipient")
    return Report(
        recipient=recipient.rpartition(";")[2].strip().strip("<>").lower(),
        hard=_hard(status, diagnosis),
        status=status[0] if status else "",
        diagnosis=diagnosis[:LONGEST],
        message_id=returned,
    )


def _hard(status: re.Match[str] | None, diagnosis: str) -> bool:
    """Whether it is for good. A refusal of class 5 is, but for what passes by itself."""
    if status is None:
        return bool(GONE.search(diagnosis))
    return status[1] == "5" and not PASSING.fullmatch(status[0])


def _in_words(mail: EmailMessage, returned: str) -> list[Report]:
    """A report that keeps to no standard: only clear words count."""
    words = _words(mail)
    gone, later = GONE.search(words), LATER.search(words)
    if not gone and not later:
        return []
    said = gone or later
    diagnosis = " ".join(said[0].split()) if said else ""
    return [Report("", hard=gone is not None, diagnosis=diagnosis[:LONGEST], message_id=returned)]


def _returned_id(mail: EmailMessage) -> str:
    """The Message-ID of the mail that came back, from its headers inside the report."""
    for part in mail.walk():
        if part is mail:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"")
            found = MESSAGE_ID.search(_text(headers, "Message-ID"))
        else:
            found = MESSAGE_ID.search(_text(part, "Message-ID"))
        if found:
            return found[0]
    quoted = QUOTED_ID.search(_words(mail))
    return quoted[1] if quoted else ""


def _text(fields: Message, name: str) -> str:
    """A header as it stands there: reading it as what it should be fails on what servers write."""
    wanted = name.lower()
    found = (str(value) for key, value in fields.raw_items() if key.lower() == wanted)
    return " ".join(next(found, "").split())


def _words(mail: EmailMessage) -> str:
    """The plain text; "" without one, or in a character set nobody knows."""
    body = mail.get_body(("plain",))
    try:
        return str(body.get_content()) if body is not None else ""
    except (LookupError, UnicodeError):
        return ""
