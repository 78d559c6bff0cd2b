"""Structured logs: one event a line, with the running call's request id; never record values."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

from chassis import context

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonFormatter(logging.Formatter):
    """One JSON object a line; control characters are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_fields(record, self), default=str, ensure_ascii=False)


class ConsoleFormatter(logging.Formatter):
    """One readable line; a trace follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        fields = _fields(record, self)
        trace = fields.pop("exception", "")
        head = f"{fields.pop('time')[11:23]} {fields.pop('level'):<7} {fields.pop('event')}"
        tail = " ".join(
            f"{key}={value}" for key, value in fields.items() if value and key != "logger"
        )
        return "\n".join(filter(None, [visible(f"{head} {tail}".rstrip()), trace]))


def visible(text: str) -> str:
    """Text in which nothing moves a terminal's cursor: no new line, no escape sequence."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _fields(record: logging.LogRecord, formatter: logging.Formatter) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        "logger": record.name,
    }
    fields.update((k, v) for k, v in vars(record).items() if k not in _STANDARD)
    try:
        call = context.current()
        fields.update(request_id=call.request_id, method=call.method, caller=call.identity.caller)
        fields["trace"] = trace_of(call.traceparent)
    except LookupError:
        pass
    if record.exc_info:
        fields["exception"] = formatter.formatException(record.exc_info)
    return fields


def trace_of(traceparent: str) -> str:
    """The id of a trace, the same in every process it passes; "" without one."""
    return traceparent[3:35]


def configure(*, log_format: str, level: str) -> None:
    """Sends all logs of this process to stderr in the chosen format."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if log_format == "json" else ConsoleFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("pika", "alembic", "amqp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
