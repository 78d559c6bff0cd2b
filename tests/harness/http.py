"""HTTP as programs and browsers speak it to the suite."""

import time
from collections.abc import Iterator
from typing import Any, Self

import requests

#: What every problem document has, whoever wrote it.
MEMBERS = {"type", "title", "detail", "instance", "code", "reason", "metadata", "errors"}
#: No answer takes longer; an upload or a download may.
SECONDS = 15.0


class Client:
    """A program with an API key, or a stranger without one. Every answer is returned as it is."""

    def __init__(self, url: str, *, api_key: str = "") -> None:
        self.url = url
        self._http = requests.Session()
        self._http.trust_env = False
        if api_key:
            self._http.headers["Authorization"] = f"Bearer {api_key}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One request; options as requests takes them."""
        options.setdefault("timeout", SECONDS)
        options.setdefault("allow_redirects", False)
        return self._http.request(method, f"{self.url}{path}", **options)

    def patiently(self, method: str, path: str, **options: Any) -> requests.Response:
        """The same for who asks for more than one may in a minute: again when told to come back."""
        while (answer := self.call(method, path, **options)).status_code == 429:
            time.sleep(int(answer.headers["Retry-After"]))
        return answer

    def trace(self, traceparent: str) -> None:
        """All requests from now on belong to this trace."""
        self._http.headers["traceparent"] = traceparent

    def get(self, path: str, **parameters: Any) -> requests.Response:
        """`get("/v1/contacts", page_size=10)`"""
        return self.call("GET", path, params=parameters)

    def post(self, path: str, body: Any = None, **headers: str) -> requests.Response:
        """`post("/v1/contacts", {…}, idempotency_key="k")`"""
        return self.call("POST", path, json={} if body is None else body, headers=named(headers))

    def patch(self, path: str, body: Any, **headers: str) -> requests.Response:
        """`patch("/v1/contacts/1", {"city": "Rom"}, if_match='"1"')`"""
        return self.call("PATCH", path, json=body, headers=named(headers))

    def delete(self, path: str, **headers: str) -> requests.Response:
        """`delete("/v1/contacts/1")`"""
        return self.call("DELETE", path, headers=named(headers))

    def pages(self, path: str, field: str, **parameters: Any) -> Iterator[Any]:
        """Every item of a list, page by page."""
        while True:
            answer = made(self.get(path, **parameters))
            yield from answer.get(field, ())
            parameters["page_token"] = answer.get("next_page_token", "")
            if not parameters["page_token"]:
                return


class Session(Client):
    """A browser with somebody signed in."""

    document: dict[str, Any]

    @classmethod
    def opened(cls, url: str, email: str, password: str) -> "Session":
        """Signs in. Fails when that is refused."""
        session = cls(url)
        answer = session.post("/v1/session", {"email": email, "password": password})
        if answer.status_code != 201:
            session.close()
        session.document = made(answer)
        session._http.headers["X-CSRF-Token"] = session.document["csrf_token"]
        session._http.headers["Origin"] = url
        return session

    @property
    def user_id(self) -> str:
        return str(self.document["user"]["id"])

    @property
    def cookie(self) -> str:
        """What this browser sends to be known."""
        return "; ".join(f"{kept.name}={kept.value}" for kept in self._http.cookies)


def named(headers: dict[str, str]) -> dict[str, str]:
    """if_match -> If-Match"""
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def made(answer: requests.Response) -> dict[str, Any]:
    """The JSON of an answer that must be a success."""
    assert answer.ok, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
    document: dict[str, Any] = answer.json() if answer.content else {}
    return document


def problem(answer: requests.Response, status: int, reason: str = "") -> dict[str, Any]:
    """The problem of an answer that must be a refusal (RFC 9457)."""
    told = f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:500]}"
    assert answer.status_code == status, told
    assert answer.headers["Content-Type"].partition(";")[0] == "application/problem+json", told
    document: dict[str, Any] = answer.json()
    assert document["status"] == status, told
    assert set(document) >= MEMBERS, told
    assert reason in ("", document.get("reason")), told
    return document
