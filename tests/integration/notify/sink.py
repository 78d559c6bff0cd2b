"""A mail server that keeps what it takes and breaks when told: a real socket, a few verbs."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Sink:
    """Listens on a free port. script: what happens to the next letters, one word each: take,
    drop_before (gone before it answers), drop_after (gone right after it), refuse, put_off,
    drop_greeting (gone before it says anything more); take when it is empty."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.script: list[str] = []
        self.before_answer = lambda: None
        self.connections = 0
        self._reading = threading.Lock()
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Sink":
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, wire: Any) -> None:
        """One connection."""
        self.connections += 1
        if self._hangs_up():
            return
        answer(wire, "220 sink")
        for line in wire.rfile:
            verb = line.split()[0].upper() if line.strip() else b""
            if verb == b"MAIL" and self._hangs_up():
                return
            if verb == b"DATA":
                answer(wire, "354 go on")
                if not self._end(wire, self._next()):
                    return
            elif verb == b"QUIT":
                answer(wire, "221 bye")
                return
            else:
                answer(wire, "250 fine")

    def _hangs_up(self) -> bool:
        with self._reading:
            gone = self.script[:1] == ["drop_greeting"]
            del self.script[:gone]
            return gone

    def _next(self) -> str:
        with self._reading:
            return self.script.pop(0) if self.script else "take"

    def _end(self, wire: Any, fate: str) -> bool:
        """Takes the letter and answers; False when the connection is to be dropped."""
        content = b""
        while (line := wire.rfile.readline()) not in (b".\r\n", b""):
            content += line.removeprefix(b".") if line.startswith(b".") else line
        self.before_answer()
        if fate in ("refuse", "put_off"):
            answer(wire, {"refuse": "550 no such person", "put_off": "451 come back"}[fate])
            return True
        letter = message_from_bytes(content, policy=policy.default)
        self.letters.append(letter)
        if fate != "drop_before":
            answer(wire, "250 taken")
        return fate == "take"


def answer(wire: Any, line: str) -> None:
    """Says a line."""
    wire.wfile.write(f"{line}\r\n".encode())
