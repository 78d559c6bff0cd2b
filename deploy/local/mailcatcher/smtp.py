"""The side mail servers know: a few verbs of SMTP, and every mail is taken."""

import socketserver
from email.utils import parseaddr

from deploy.local.mailcatcher.mails import Mailbox

LARGEST = 10 * 1024 * 1024
LONGEST_LINE = 64 * 1024
SECONDS = 60.0


class Receiver(socketserver.ThreadingTCPServer):
    """Takes mails on a port of 127.0.0.1 (0: any free one)."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        super().__init__(("127.0.0.1", port), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    """One connection, any number of mails."""

    server: Receiver
    timeout = SECONDS
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.sender = ""
        self.recipients: list[str] = []

    def handle(self) -> None:
        try:
            self.say("220 mail catcher")
            while (line := self.rfile.readline(LONGEST_LINE)) and self.follow(line):
                continue
        except OSError:
            return  # gone in the middle: what was not complete was not taken

    def follow(self, line: bytes) -> bool:
        """Does what a line asks for; False when it was the last one."""
        verb, _, rest = line.decode(errors="replace").strip().partition(" ")
        match verb.upper():
            case "EHLO":
                self.say("250-mail catcher", "250-8BITMIME", f"250 SIZE {LARGEST}")
            case "MAIL":
                self.sender, self.recipients = addressed(rest), []
                self.say("250 fine")
            case "RCPT":
                self.recipients.append(addressed(rest))
                self.say("250 fine")
            case "DATA":
                self.take()
            case "QUIT":
                self.say("221 bye")
                return False
            case "HELO" | "NOOP" | "RSET":
                self.say("250 fine")
            case _:
                self.say("502 not here")
        return True

    def take(self) -> None:
        """Reads one mail up to the line with a dot."""
        if not self.recipients:
            self.say("503 to whom?")
            return
        self.say("354 go on")
        lines, size = [], 0
        while (line := self.rfile.readline(LONGEST_LINE)) not in (b".\r\n", b".\n"):
            if not line:
                raise ConnectionError("gone before the end")
            size += len(line)
            lines.append(line[1:] if line.startswith(b".") else line)
            if size > LARGEST:
                lines.clear()
        if size > LARGEST:
            self.say("552 too large")
            return
        self.server.mailbox.take(self.sender, self.recipients, b"".join(lines))
        self.say("250 taken")

    def say(self, *lines: str) -> None:
        """Answers."""
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


def addressed(words: str) -> str:
    """The address in "FROM:<ada@example.com> SIZE=12"."""
    return parseaddr(words.partition(":")[2].strip().partition(" ")[0])[1]
