"""A visitor's browser in front of a gateway that serves leads' forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from chassis.identity import ANONYMOUS
from gateway.app import create_app
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import load
from gateway.parts import Parts
from gateway.public.calls import PublicParts
from gateway.public.routes import blueprint
from protos.generate import GEN
from tests.harness.people import Person
from tests.harness.services import Running

ORIGIN = "http://localhost"


@dataclass
class Page(HTMLParser):
    """A page as a browser without script sees it."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open = ""
        self._choosing = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        found = {name: value or "" for name, value in attributes}
        self.tags.append((tag, found))
        if tag == "input" and self._sent(found):
            self.fields.append((found["name"], found.get("value", "")))
        if tag == "textarea":
            self._open = found["name"]
        if tag == "select":
            self._choosing = found["name"]
        if tag == "option" and "selected" in found:
            self._open = self._choosing

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields.append((self._open, data.strip("\n")))
            self._open = ""
        self.text += data

    def find(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of the tags of a kind that have these."""
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]

    @staticmethod
    def _sent(found: dict[str, str]) -> bool:
        return found.get("type") not in ("checkbox", "radio") or "checked" in found


@dataclass
class Visitor:
    """A browser at one address."""

    client: FlaskClient
    ip: str = "203.0.113.9"

    def open(self, path: str, **headers: str) -> tuple[TestResponse, Page]:
        """A page and what is on it."""
        return self._read(self.client.get(path, headers=headers, environ_overrides=self._from))

    def fill(self, path: str, page: Page, **answers: Any) -> tuple[TestResponse, Page]:
        """Fills the form on a page in and sends it as browsers do."""
        fields = MultiDict(page.fields)
        for name, answer in answers.items():
            fields.setlist(name, answer if isinstance(answer, list) else [answer])
        return self.post(path, fields)

    def post(self, path: str, fields: Any, **headers: str) -> tuple[TestResponse, Page]:
        """Posts fields; the origin is our own unless another is given."""
        sent = {"Origin": ORIGIN, **headers}
        return self._read(
            self.client.post(path, data=fields, headers=sent, environ_overrides=self._from)
        )

    @property
    def _from(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.ip}

    @staticmethod
    def _read(response: TestResponse) -> tuple[TestResponse, Page]:
        page = Page()
        page.feed(response.text)
        return response, page


def app_before(running: Running, person: Person | None = None) -> Flask:
    """A gateway in front of this leads server; every caller who signs in is `person`."""
    catalogue = load(GEN / "crm.binpb")
    methods = [method for method in catalogue.methods if method.backend == "leads"]
    backends = {"leads": ChannelBackend(running.address, methods)}
    hosted = blueprint(PublicParts(catalogue, backends, lambda *_: {}, ORIGIN))
    parts = Parts(
        catalogue=catalogue,
        backends=backends,
        authenticate=lambda _: person.identity if person else ANONYMOUS,
        authorize=lambda *_: None,
        sign=lambda identity: person.signer.sign(identity) if person else "",
        blueprints=[hosted],
    )
    return create_app(parts)


def visitor(running: Running) -> Visitor:
    """Somebody with a browser, and a gateway in front of this leads server."""
    return Visitor(app_before(running).test_client())
