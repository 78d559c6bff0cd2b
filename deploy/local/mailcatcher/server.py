"""The mail catcher as one of the servers of the local run."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.child import answers
from deploy.local.processes import ROOT
from deploy.local.servers import Server
from deploy.local.website import pages as website

#: Who the suite's mail is from; answers to it are for support.
SUPPORT = "support@localhost"
MAIL_FROM = f"Trellis <{SUPPORT}>"


class MailCatcher(Server):
    """Takes the suite's mail on smtp_port and shows it on port. key: an API key for answers."""

    def __init__(
        self, local: Path, port: int, smtp_port: int, *, suite_url: str = "", key: str = ""
    ) -> None:
        super().__init__("mailcatcher", local / "work", port, local / "logs" / "mailcatcher.log")
        self.smtp_port = smtp_port
        self.suite_url = suite_url
        self.key = key

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "deploy.local.mailcatcher"]

    def environment(self) -> Mapping[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "SMTP_PORT": str(self.smtp_port),
            "HTTP_PORT": str(self.port),
            "SUITE_URL": self.suite_url,
            "API_KEY": self.key,
            "SUPPORT": SUPPORT,
        }

    def ready(self) -> bool:
        return answers(self.smtp_port) and answers(self.port)

    def described(self) -> dict[str, object]:
        """What .local/suite.json says of it."""
        url = f"http://127.0.0.1:{self.port}"
        return {
            "smtp_port": self.smtp_port,
            "url": url,
            "api": f"{url}/api/mails",
            "site": f"{url}{website.ROOT}",
        }
