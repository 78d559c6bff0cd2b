"""The mail catcher: what SMTP clients hand over is listed and shown; answers go to the suite."""

import smtplib
import socket
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads

import pytest
import requests

from deploy.local.mailcatcher.inbound import Suite
from deploy.local.mailcatcher.mails import KEPT, Mailbox
from deploy.local.mailcatcher.smtp import Receiver
from deploy.local.mailcatcher.web import Window
from tests.harness.waiting import eventually

#: The forms that take answers.
FORMS: list[str] = []
ASKED: list[tuple[str, str, EmailMessage]] = []


class Gateway(BaseHTTPRequestHandler):
    """Takes mail in and remembers it."""

    def do_POST(self) -> None:  # noqa: N802 -- the base class looks for this name
        body = loads(self.rfile.read(int(self.headers["Content-Length"])))
        mail = message_from_bytes(b64decode(body["raw"]), policy=policy.default)
        ASKED.append((self.path, self.headers["Authorization"], mail))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"outcome": "JOINED", "reason": "REPLY_ADDRESS"}')

    def do_GET(self) -> None:  # noqa: N802 -- as above
        assert self.path.startswith("/v1/forms?")
        body = dumps({"forms": [{"id": form} for form in FORMS]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Catcher:
    """A catcher with a gateway behind it, on free ports."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        self.suite_url = f"http://127.0.0.1:{gateway.server_port}"
        suite = Suite(self.suite_url, "a-key")
        self.receiver = Receiver(0, self.mailbox)
        window = Window(0, self.mailbox, suite, "support@localhost")
        self.url = f"http://127.0.0.1:{window.server_port}"
        self.servers = [gateway, self.receiver, window]
        self.threads = [
            threading.Thread(target=server.serve_forever, args=(0.01,)) for server in self.servers
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()
        for thread in self.threads:
            thread.join()

    @property
    def port(self) -> int:
        return int(self.receiver.server_address[1])

    def mails(self, to: str = "") -> list[dict]:
        return requests.get(f"{self.url}/api/mails", {"to": to}, timeout=60).json()["mails"]


@pytest.fixture(scope="module")
def running() -> Iterator[Catcher]:
    catcher = Catcher()
    catcher.start()
    yield catcher
    catcher.stop()


@pytest.fixture
def catcher(running: Catcher) -> Catcher:
    running.mailbox.clear()
    ASKED.clear()
    return running


def letter(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {"From": "support@localhost", "To": "ada@example.com", "Subject": "Grüße", **headers}
    for name, value in given.items():
        mail[name] = value
    mail.set_content("Hello\n.\nA dot stood alone.\n")
    mail.add_alternative("<p>Hello</p><script>alert(1)</script>", subtype="html")
    return mail


def send(catcher: Catcher, *mails: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.port, timeout=60) as server:
        for mail in mails:
            server.send_message(mail)


def test_a_mail_is_listed_with_its_words_and_headers(catcher: Catcher) -> None:
    way_out = {"List-Unsubscribe": "<https://crm.example/u>"}
    send(catcher, letter(**way_out), letter(To="b@example.com"))

    newest, first = catcher.mails()
    assert newest["to"] == ["b@example.com"]
    assert (first["from"], first["to"]) == ("support@localhost", ["ada@example.com"])
    assert first["subject"] == "Grüße"
    assert first["text"] == "Hello\n.\nA dot stood alone.\n"
    assert ["List-Unsubscribe", "<https://crm.example/u>"] in first["headers"]
    assert [mail["id"] for mail in catcher.mails(to="ADA@example.com")] == [first["id"]]


def test_what_was_not_said_to_the_end_was_not_taken(catcher: Catcher) -> None:
    with socket.create_connection(("127.0.0.1", catcher.port), timeout=60) as wire:
        wire.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhal")
        wire.shutdown(socket.SHUT_WR)
        while wire.recv(4096):
            continue
    assert catcher.mails() == []


def test_html_of_a_mail_runs_no_scripts_and_the_page_shows_itself(catcher: Catcher) -> None:
    send(catcher, letter())
    (mail,) = catcher.mails()
    shown = requests.get(f"{catcher.url}/api/mails/{mail['id']}/html", timeout=60)
    assert "<p>Hello</p>" in shown.text
    assert shown.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    for path in ("/", "/page.js", "/page.css", f"/api/mails/{mail['id']}/raw"):
        assert requests.get(f"{catcher.url}{path}", timeout=60).ok


def test_an_answer_reaches_the_suite_in_the_mails_thread(catcher: Catcher) -> None:
    send(catcher, letter(**{"Message-ID": "<1@localhost>", "Reply-To": "support+x@localhost"}))
    (mail,) = catcher.mails()
    told = requests.post(
        f"{catcher.url}/api/mails/{mail['id']}/reply", json={"text": "Thanks"}, timeout=60
    )
    assert told.json()["outcome"] == "JOINED"
    ((path, key, sent),) = ASKED
    assert (path, key) == ("/v1/inbound_mail:receive", "Bearer a-key")
    assert (sent["From"], sent["To"]) == ("ada@example.com", "support+x@localhost")
    assert (sent["In-Reply-To"], sent["Subject"]) == ("<1@localhost>", "Re: Grüße")
    assert sent.get_content().strip() == "Thanks"


def test_somebody_writes_to_support(catcher: Catcher) -> None:
    mail = {"from": "ann@example.com", "subject": "Help", "text": "It is broken."}
    assert requests.post(f"{catcher.url}/api/write", json=mail, timeout=60).ok
    ((_, _, sent),) = ASKED
    assert (sent["To"], sent["Subject"]) == ("support@localhost", "Help")


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_a_foreign_site_reads_and_writes_nothing(catcher: Catcher, headers: dict) -> None:
    for verb, path in (("GET", "/api/mails"), ("DELETE", "/api/mails"), ("POST", "/api/write")):
        answer = requests.request(verb, f"{catcher.url}{path}", headers=headers, timeout=60)
        assert answer.status_code == 403
    assert ASKED == []


def test_only_the_last_mails_are_kept() -> None:
    mailbox = Mailbox()
    for number in range(KEPT + 5):
        mailbox.take("", [str(number)], b"")
    assert len(mailbox.newest(KEPT * 2)) == KEPT
    assert mailbox.newest(1)[0].recipients == (str(KEPT + 4),)


def test_several_clients_at_once_are_served(catcher: Catcher) -> None:
    threads = [threading.Thread(target=send, args=(catcher, letter())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eventually(lambda: len(catcher.mails()) == 8, what="all mails")


def test_the_website_tracks_and_leads_to_the_open_form(catcher: Catcher) -> None:
    suite = catcher.suite_url
    prices = requests.get(f"{catcher.url}/site/pricing", timeout=60)
    assert "<h1>Pricing</h1>" in prices.text
    assert f'<script async src="{suite}/public/track.js">' in prices.text
    assert f"script-src 'self' {suite};" in prices.headers["Content-Security-Policy"]
    for file in ("site.css", "site.js", "rotas"):
        assert requests.get(f"{catcher.url}/site/{file}", timeout=60).ok
    assert requests.get(f"{catcher.url}/site/../web.py", timeout=60).status_code == 404


def test_the_guide_is_asked_for_with_a_form_as_soon_as_there_is_one(
    catcher: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = f"{catcher.url}/site/guide"
    assert "No form is open" in requests.get(guide, timeout=60).text
    monkeypatch.setattr(sys.modules[__name__], "FORMS", ["the-form"])
    link = f'href="{catcher.suite_url}/public/forms/the-form"'
    assert link in requests.get(guide, timeout=60).text
