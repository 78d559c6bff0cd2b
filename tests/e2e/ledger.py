"""A client that never gives up and writes down what it was promised."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import requests

from tests.harness.http import Client
from tests.harness.suite import Suite

PATIENCE = 60.0


@dataclass
class Ledger:
    """What was acknowledged: address -> contact id; and every answer that was no success."""

    promised: dict[str, str] = field(default_factory=dict)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    broken: int = 0
    given_up: list[str] = field(default_factory=list)

    @property
    def statuses(self) -> set[int]:
        return {status for status, _, _ in self.refusals}


@contextmanager
def writing(suite: Suite, api_key: str, *, writers: int = 3) -> Iterator[Ledger]:
    """Contacts are created during the block, each with its own key until it is acknowledged."""
    ledger, stop = Ledger(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            one(suite, api_key, ledger)

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield ledger
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def one(suite: Suite, api_key: str, ledger: Ledger) -> None:
    """One contact, tried again with the same key until the answer is a success."""
    key, deadline = uuid4().hex, time.monotonic() + PATIENCE
    email = f"{key}@example.com"
    with Client(suite.url, api_key=api_key) as client:
        while time.monotonic() < deadline:
            try:
                answer = client.post(
                    "/v1/contacts", {"email": email, "last_name": "Ledger"}, idempotency_key=key
                )
            except requests.RequestException:
                ledger.broken += 1
            else:
                if answer.status_code == 201:
                    ledger.promised[email] = answer.json()["id"]
                    return
                note(ledger, answer)
            time.sleep(0.05)  # a polite client's pause; nothing waits for it
    ledger.given_up.append(email)


def note(ledger: Ledger, answer: requests.Response) -> None:
    reason = answer.json().get("reason", "") if "json" in answer.headers["Content-Type"] else "?"
    wait = answer.headers.get("Retry-After", "")
    ledger.refusals.append((answer.status_code, reason, wait))
