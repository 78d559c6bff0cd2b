"""The way back: what people answer goes to the suite as the mail it would be."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

from deploy.local.mailcatcher.mails import as_request

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Suite:
    """Where the suite takes mail in, and the API key that may."""

    url: str
    key: str

    def receive(self, mail: EmailMessage) -> tuple[int, Any]:
        """A mail from outside for support: the status and the answer."""
        return self._post("/v1/inbound_mail:receive", as_request(mail))

    def receive_bounce(self, mail: EmailMessage) -> tuple[int, Any]:
        """A mail that comes back: the status and the answer."""
        return self._post("/v1/bounces:receive", as_request(mail))

    def open_form(self) -> str:
        """The id of the first form that takes answers; "" without one."""
        asked = urlencode({"filter": "state = ACTIVE", "order_by": "create_time", "page_size": 1})
        status, told = self._call(f"/v1/forms?{asked}")
        return str(told["forms"][0]["id"]) if status == 200 and told["forms"] else ""

    def _post(self, path: str, body: Any) -> tuple[int, Any]:
        return self._call(path, json.dumps(body).encode())

    def _call(self, path: str, body: bytes | None = None) -> tuple[int, Any]:
        request = urllib.request.Request(  # noqa: S310 -- our own address
            f"{self.url}{path}",
            data=body,
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- as above
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, {"detail": error.read().decode(errors="replace")[:2000]}
        except OSError as error:
            return 503, {"detail": f"The suite does not answer: {error}"}
