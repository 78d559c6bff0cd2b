"""Handing a letter to a mail server, and knowing what became of it.

Until the last dot is sent the server cannot have taken the letter: whatever goes wrong may be
tried again. From then on only an answer counts; without one nobody knows.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from chassis.metrics import MAIL_SECONDS
from services.notify.messages.letters import Letter

SECONDS = 30.0
#: One connection carries so many letters, for so many seconds; then another is opened.
LETTERS, AGE = 100, 60.0
#: What a server says that hangs up (RFC 5321, 3.8).
GOING = "421"
LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class Fate(Enum):
    """What became of a letter."""

    TAKEN = "the server took it"
    REFUSED = "the server will never take it"
    PUT_OFF = "it was not taken, later it may be"
    UNSURE = "it may have been taken"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a letter, in the server's words."""

    fate: Fate
    said: str = ""


class Mailer:
    """One mail server. url: smtp[s]://[user:password@]host[:port]."""

    def __init__(self, url: str, *, hello: str, seconds: float = SECONDS) -> None:
        self._url = urlsplit(url)
        if self._url.scheme not in ("smtp", "smtps") or not self._url.hostname:
            raise ValueError("SMTP_URL must look like smtp://host:port")
        self._hello = hello
        self._seconds = seconds

    @contextmanager
    def line(self) -> Iterator["Line"]:
        """For some letters, one after the other."""
        line = Line(self._connected)
        try:
            yield line
        finally:
            line.close()

    def _connected(self) -> smtplib.SMTP:
        """A connection on which letters can be dictated. Raises OSError, SMTPException."""
        server = self._opened()
        try:
            _at_once(server)
            server.ehlo_or_helo_if_needed()
            if self._url.username:
                if self._url.scheme == "smtp":  # a password never travels in the open
                    server.starttls(context=ssl.create_default_context())
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _opened(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or 0
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host,
                port,
                self._hello,
                timeout=self._seconds,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(host, port, self._hello, timeout=self._seconds)


class Line:
    """A connection that is kept from letter to letter, opened when the first one goes."""

    def __init__(self, connect: Callable[[], smtplib.SMTP]) -> None:
        self._connect = connect
        self._server: smtplib.SMTP | None = None
        self._letters = 0
        self._since = 0.0

    def hand_over(self, letter: Letter) -> Result:
        """Tries once; never raises for what a server or the network does."""
        began = time.perf_counter()
        result = self._handed_over(letter)
        fate = MAIL_SECONDS.labels(result.fate.name.lower())
        fate.observe(time.perf_counter() - began)
        return result

    def _handed_over(self, letter: Letter) -> Result:
        if self._letters >= LETTERS or time.monotonic() - self._since > AGE:
            self.close()
        if self._server is not None:
            result = self._tried(letter)
            if self._server is not None or result.fate is not Fate.PUT_OFF:
                return result  # else it had hung up since the letter before
        return self._tried(letter)

    def close(self) -> None:
        """Says goodbye."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _tried(self, letter: Letter) -> Result:
        try:
            if self._server is None:
                self._server, self._letters, self._since = self._connect(), 0, time.monotonic()
            self._letters += 1
            result = _dictate(self._server, letter)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return _trouble(error)
        if result.fate is Fate.UNSURE or result.said.startswith(GOING):
            self._drop()
        elif result.fate is not Fate.TAKEN:
            self._begin_again(self._server)
        return result

    def _begin_again(self, server: smtplib.SMTP) -> None:
        """The server forgets the letter that it did not take."""
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _at_once(server: smtplib.SMTP) -> None:
    """The last dot does not wait for the letter to be acknowledged: 40 ms each time."""
    if server.sock is not None:
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _dictate(server: smtplib.SMTP, letter: Letter) -> Result:
    """Envelope, letter, answer. Raises OSError or SMTPException as long as nothing was taken."""
    for code, said in _envelope(server, letter):
        if code not in (250, 251, 354):
            return _answer(code, said)
    content = letter.content if letter.content.endswith(b"\r\n") else letter.content + b"\r\n"
    server.send(LINE_WITH_DOT.sub(b"..", content))
    try:
        server.send(b".\r\n")
        return _answer(*server.getreply())
    except (OSError, smtplib.SMTPException) as error:
        return Result(Fate.UNSURE, f"no answer: {type(error).__name__}")


def _envelope(server: smtplib.SMTP, letter: Letter) -> Iterator[tuple[int, bytes]]:
    yield server.mail(letter.sender)
    yield server.rcpt(letter.recipient)
    yield server.docmd("DATA")


def _answer(code: int, said: bytes) -> Result:
    words = f"{code} {said.decode('utf-8', 'replace')}"[:300]
    if 200 <= code < 300:
        return Result(Fate.TAKEN, words)
    return Result(Fate.REFUSED if 500 <= code < 600 else Fate.PUT_OFF, words)


def _trouble(error: Exception) -> Result:
    """What happened before the letter was handed over; all of it may pass, a refused greeting or
    sign-in too: then our settings are wrong, not the letter."""
    return Result(Fate.PUT_OFF, f"{type(error).__name__}: {error}"[:300])
