"""The side people and tests know: a page, and a JSON API.

GET /api/mails?to=ADDRESS&count=N   GET /api/mails/ID   …/ID/raw   …/ID/html
POST /api/mails/ID/reply {"text"}   POST /api/mails/ID/bounce
POST /api/write {"from", "subject", "text"}   DELETE /api/mails
GET /site/…: the demo firm's website, which is outside of the suite as the mailboxes are
"""

import json
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deploy.local.mailcatcher.inbound import Suite
from deploy.local.mailcatcher.mails import Mail, Mailbox, part, reply, returned, written
from deploy.local.website import pages as website

FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}
HERE = Path(__file__).parent
JSON = "application/json"
OURS = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
#: What a mail brings along runs no scripts, loads nothing and reads nothing of this page.
FOREIGN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
LARGEST = 1024 * 1024


class Window(ThreadingHTTPServer):
    """Shows a mailbox on a port of 127.0.0.1 (0: any free one)."""

    daemon_threads = True

    def __init__(self, port: int, mailbox: Mailbox, suite: Suite, support: str) -> None:
        self.mailbox, self.suite, self.support = mailbox, suite, support
        super().__init__(("127.0.0.1", port), Request)


class Refused(Exception):
    """What is not done, with its status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Request(BaseHTTPRequestHandler):
    """One request."""

    server: Window
    protocol_version = "HTTP/1.1"
    timeout = 30.0

    def do_GET(self) -> None:  # noqa: N802 -- the base class looks for this name
        self.answer(self.read)

    def do_POST(self) -> None:  # noqa: N802 -- as above
        self.answer(self.change)

    def do_DELETE(self) -> None:  # noqa: N802 -- as above
        self.answer(self.forget)

    def answer(self, act: Any) -> None:
        """Does it, or says why not."""
        try:
            self.only_from_here()
            act(urlsplit(self.path).path)
        except Refused as error:
            self.tell({"detail": str(error)}, error.status)

    def only_from_here(self) -> None:
        """Other sites that a browser shows must not read or write mail."""
        own = f"127.0.0.1:{self.server.server_port}", f"localhost:{self.server.server_port}"
        origin = self.headers.get("Origin", "")
        if self.headers.get("Host") not in own or origin not in ("", *(f"http://{h}" for h in own)):
            raise Refused(403, "Only from this machine.")

    def read(self, path: str) -> None:
        if path in FILES:
            name, kind = FILES[path]
            self.send((HERE / name).read_bytes(), kind, OURS)
        elif path == "/api/mails":
            asked = parse_qs(urlsplit(self.path).query)
            count = asked.get("count", ["200"])[0]
            mails = self.server.mailbox.newest(
                int(count) if count.isdigit() else 200, asked.get("to", [""])[0]
            )
            self.tell({"mails": [mail.described() for mail in mails]})
        elif path.startswith(website.ROOT):
            self.visit(path)
        else:
            self.show(*self.named(path))

    def visit(self, path: str) -> None:
        suite = self.server.suite
        page = website.find(path, suite_url=suite.url, open_form=suite.open_form)
        if page is None:
            raise Refused(404, "The site has no such page.")
        self.send(page.content, page.kind, page.policy)

    def show(self, mail: Mail, what: str) -> None:
        if what == "raw":
            self.send(mail.raw, "text/plain; charset=utf-8", FOREIGN)
        elif what == "html":
            self.send(part(mail.message, "html").encode(), "text/html; charset=utf-8", FOREIGN)
        else:
            self.tell(mail.described())

    def change(self, path: str) -> None:
        body, suite = self.body(), self.server.suite
        try:
            if path == "/api/write":
                status, told = suite.receive(self.composed(body))
            else:
                found, verb = self.named(path)
                if verb == "bounce":
                    status, told = suite.receive_bounce(returned(found))
                elif verb == "reply":
                    status, told = suite.receive(reply(found, body.get("text", "")))
                else:
                    raise Refused(404, "There is no such thing to do.")
        except (ValueError, AttributeError, TypeError) as error:
            raise Refused(400, f"This is no mail: {error}") from None
        self.tell(told, status)

    def composed(self, body: dict[str, Any]) -> EmailMessage:
        return written(
            sender=body.get("from", ""),
            to=body.get("to") or self.server.support,
            subject=body.get("subject", ""),
            text=body.get("text", ""),
        )

    def forget(self, path: str) -> None:
        if path != "/api/mails":
            raise Refused(404, "There is nothing here.")
        self.server.mailbox.clear()
        self.tell({})

    def named(self, path: str) -> tuple[Mail, str]:
        """The mail a path names, and what of it."""
        _, _, rest = path.partition("/api/mails/")
        mail_id, _, what = rest.partition("/")
        mail = self.server.mailbox.find(mail_id)
        if mail is None or what not in ("", "raw", "html", "reply", "bounce"):
            raise Refused(404, "There is no such mail.")
        return mail, what

    def body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            raise Refused(413, "Too large.")
        try:
            sent = json.loads(self.rfile.read(int(length)) or b"{}")
        except ValueError:
            raise Refused(400, "The body must be JSON.") from None
        return sent if isinstance(sent, dict) else {}

    def tell(self, document: Any, status: int = 200) -> None:
        self.send(json.dumps(document).encode(), JSON, OURS, status)

    def send(self, content: bytes, kind: str, policy: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """The page asks every other second: that is no news."""
