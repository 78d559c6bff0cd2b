"""Takes one guard away, so that a drill can show that it notices."""

import importlib
from typing import Any


def take_away(guard: str) -> None:
    """ "inbox": events are not remembered; "confirms": rows are marked before the broker has them;
    "parking": what fails is forgotten. Nothing for ""."""
    if guard:
        {"inbox": no_inbox, "confirms": no_confirms, "parking": no_parking}[guard]()


def no_inbox() -> None:
    _patched()
    inbox: Any = importlib.import_module("chassis.inbox")
    inbox._first_time = lambda *_: True  # noqa: SLF001 -- the guard itself
    inbox._first_times = lambda _tx, _reaction, facts: facts  # noqa: SLF001 -- the guard itself


def no_parking() -> None:
    _patched()
    inbox: Any = importlib.import_module("chassis.inbox")
    inbox.Inbox._park = lambda *_: None  # noqa: SLF001 -- the guard itself


def no_confirms() -> None:
    loop: Any = importlib.import_module("chassis.relay_loop").Loop
    send = loop._send  # noqa: SLF001 -- the guard itself

    def send_and_mark(self: Any, outgoing: Any) -> None:
        self._outbox.published([outgoing.seq])  # noqa: SLF001
        send(self, outgoing)

    loop._send = send_and_mark  # noqa: SLF001


def _patched() -> None:
    """The worker's patch comes before every import, also of what we change."""
    importlib.import_module("chassis.worker_patch").apply()
