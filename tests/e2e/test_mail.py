"""Mail goes out to people and comes back in: the suite with its mail catcher."""

from base64 import b64encode
from email.message import EmailMessage
from random import Random
from typing import Any
from uuid import uuid4

import requests

from tests.e2e.test_capture import form_of, submit
from tests.e2e.world import World
from tests.harness.http import made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually


def mails_to(suite: Suite, email: str) -> list[dict[str, Any]]:
    """What the catcher has for an address, the newest first."""
    answer = requests.get(suite.description["mail"]["api"], {"to": email}, timeout=60)
    return list(answer.json()["mails"])


def test_who_sends_a_form_reads_that_it_arrived_and_an_answer_becomes_a_ticket(
    suite: Suite, world: World
) -> None:
    form_id, email = form_of(world), f"{uuid4().hex}@example.com"
    with suite.stranger() as visitor:
        submit(visitor, form_id, {"email": email, "last_name": "Turing"})

    (mail,) = eventually(lambda: mails_to(suite, email), what="the confirmation")
    assert mail["subject"] == "We received your message"
    wanted = f'email = "{email}" AND state = SENT'
    (message,) = eventually(
        lambda: made(world.admin.get("/v1/messages", filter=wanted)).get("messages"), what="SENT"
    )
    assert message["template_key"] == "form_confirmation"
    assert mail["message_id"].startswith(f"<{message['id']}@")

    url = f"{suite.description['mail']['api']}/{mail['id']}/reply"
    told = requests.post(url, json={"text": "The export is empty."}, timeout=60).json()
    assert told["outcome"] == "OPENED", told
    ticket = made(world.admin.get(f"/v1/tickets/{told['ticket_id']}"))
    assert ticket["subject"] == "Re: We received your message"


def with_a_file(size: int) -> str:
    """A mail that has a file of so many bytes, as `raw` has it."""
    mail, word = EmailMessage(), uuid4().hex
    mail["From"], mail["To"] = f"Ann Lee <{word}@example.com>", "support@example.org"
    mail["Subject"], mail["Message-ID"] = f"Rota {word}", f"<{word}@example.com>"
    mail.set_content("The plan is attached.")
    mail.add_attachment(Random(1).randbytes(size), "application", "pdf", filename="rota.pdf")
    return b64encode(mail.as_bytes()).decode()


def test_a_large_file_that_came_with_a_mail_is_saved_as_it_is_and_never_shown(world: World) -> None:
    told = made(world.admin.post("/v1/inbound_mail:receive", {"raw": with_a_file(5_700_000)}))
    ticket = f"/v1/tickets/{told['ticket_id']}"
    (message,) = made(world.admin.get(f"{ticket}/messages"))["messages"]
    assert message["text"] == "The plan is attached."
    (file,) = message["attachments"]
    assert (file["name"], file["size_bytes"]) == ("rota.pdf", "5700000")

    answer = world.admin.get(f"{ticket}/attachments/{file['id']}")
    assert answer.content == Random(1).randbytes(5_700_000)
    told = answer.headers
    assert told["Content-Type"] == "application/pdf"
    assert told["Content-Disposition"].startswith('attachment; filename="rota.pdf"')
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in told["Content-Security-Policy"]


def test_a_mail_that_is_too_large_is_refused_with_the_limit(world: World) -> None:
    over = b64encode(b"x" * 8_000_001).decode()
    told = problem(world.admin.post("/v1/inbound_mail:receive", {"raw": over}), 400)
    assert [error["pointer"] for error in told["errors"]] == ["#/raw"]
    body = {"raw": "x" * 10_800_000}
    problem(world.admin.post("/v1/inbound_mail:receive", body), 413, "BODY_TOO_LARGE")
    problem(world.admin.post("/v1/tickets", {"subject": "x" * 1_048_577}), 413)
