"""One event a line, with who called and what for, and never two lines out of one."""

import json
import logging
from collections.abc import Iterator

import pytest

from chassis import context, logs
from chassis.context import Call
from chassis.identity import ANONYMOUS


@pytest.fixture
def restored() -> Iterator[None]:
    """The root logger as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "rpc", "msg": message, "levelname": "INFO"})
    vars(made).update(extra)
    return made


def test_a_line_of_production_is_one_json_object() -> None:
    told = json.loads(logs.JsonFormatter().format(record("refused", reason="NO", ms=1.5)))
    assert (told["event"], told["level"], told["reason"], told["ms"]) == (
        "refused",
        "info",
        "NO",
        1.5,
    )
    assert told["time"].endswith("+00:00")


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.ConsoleFormatter()])
def test_nobody_can_forge_a_line(formatter: logging.Formatter) -> None:
    line = formatter.format(
        record("signed in\n2026-11-21 ERROR forged", path="/v1\r\nforged\x1b[2J\u2028")
    )
    assert len(line.split("\n")) == len(line.split("\r")) == 1
    assert "\x1b" not in line


def test_a_line_inside_a_call_carries_its_request_id_and_caller() -> None:
    call = Call(identity=ANONYMOUS, permission="public", method="/x/Y", request_id="r-1")
    with context.use(call):
        told = json.loads(logs.JsonFormatter().format(record("answered")))
    assert (told["request_id"], told["method"], told["caller"]) == ("r-1", "/x/Y", "anonymous")


def test_a_fault_brings_its_trace() -> None:
    try:
        raise RuntimeError("boom")
    except RuntimeError as error:
        failed = record("failed", exc_info=(type(error), error, error.__traceback__))
    assert "RuntimeError: boom" in json.loads(logs.JsonFormatter().format(failed))["exception"]
    assert "RuntimeError: boom" in logs.ConsoleFormatter().format(failed)


@pytest.mark.usefixtures("restored")
def test_logs_go_to_stderr_and_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(log_format="json", level="info")
    logging.getLogger("x").info("hello")
    logging.getLogger("pika").info("chatter")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [json.loads(line)["event"] for line in shown.err.splitlines()] == ["hello"]
