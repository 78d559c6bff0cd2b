"""Mail goes out to people and comes back in: the suite with its mail catcher."""

from typing import Any
from uuid import uuid4

import requests

from tests.e2e.test_capture import form_of, submit
from tests.e2e.world import World
from tests.harness.http import made
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
