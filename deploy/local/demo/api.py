"""A client of the public API, with nothing but the standard library."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import quote, urlencode

SECONDS = 30
#: Busy, or away for a moment: worth another try after so many seconds.
PASSING, PATIENCE = {429, 503, 504}, (0.2, 0.5, 1.0, 2.0, 4.0, 4.0)


class Refused(Exception):
    """The API answered with an error; the text holds its problem document."""


class Api:
    """Speaks JSON to the gateway with an API key; retries of a POST are safe by its key."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._opener = urllib.request.build_opener()
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    @classmethod
    def signed_in(cls, url: str, email: str, password: str) -> "Api":
        """As somebody in a browser: what they do bears their name."""
        api = cls(url, "")
        del api._headers["Authorization"]
        api._headers["Origin"] = url
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        api._opener = urllib.request.build_opener(jar)
        session = api.post("/v1/session", {"email": email, "password": password})
        api._headers["X-CSRF-Token"] = session["csrf_token"]
        return api

    def get(self, path: str, **query: str | int) -> Any:
        """The document at a path."""
        return self._send("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: object, *, key: str = "") -> Any:
        """Creates or does something; `key` makes a repetition harmless."""
        return self._send("POST", path, body, {"Idempotency-Key": quote(key)} if key else {})

    def patch(self, path: str, body: object) -> Any:
        """Changes the fields in `body`."""
        return self._send("PATCH", path, body)

    def _send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 -- the URL is the suite's own
            self._url + path, data, {**self._headers, **(headers or {})}, method=method
        )
        for patience in (*PATIENCE, 0.0):
            try:
                with self._opener.open(request, timeout=SECONDS) as answer:
                    return json.loads(answer.read() or b"{}")
            except urllib.error.HTTPError as error:
                said = error.read().decode()
                passing = error.code in PASSING or '"code":"ABORTED"' in said
                if not (passing and patience):
                    raise Refused(f"{method} {path}: {error.code} {said}") from error
                time.sleep(patience)  # others have it just now; nobody tells when they are done
        raise AssertionError("the last try answers or raises")


def create(api: Api, path: str, body: Mapping[str, Any], key: str) -> Any:
    """Creates something once, however often this runs."""
    return api.post(path, body, key=f"demo-{key}")


def owner(user: Mapping[str, Any]) -> dict[str, str]:
    """The fields that make a record this person's."""
    return {"owner_id": user["id"], "team_id": user["team_ids"][0]}
