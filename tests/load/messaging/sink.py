"""A mail server that takes everything: `python -m tests.load.messaging.sink PORT FILE`.

A process of its own, so that it does not take turns with what is measured. FILE has the number of
letters and the times of the first and the last one, written four times a second.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class Tally:
    """What came so far."""

    def __init__(self) -> None:
        self.count = 0
        self.first = self.last = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            writer.write(ANSWERS.get(verb, b"250 fine\r\n"))
            if verb == b"QUIT":
                break
            if verb == b"DATA":
                await reader.readuntil(b"\r\n.\r\n")
                self.count += 1
                self.last = time.monotonic()
                self.first = self.first or self.last
                writer.write(b"250 taken\r\n")
        writer.close()

    async def report(self, path: Path) -> None:
        """Writes what came, for whoever waits."""
        while True:
            path.write_text(json.dumps(vars(self)))
            await asyncio.sleep(0.25)


async def main(port: int, path: Path) -> None:
    """Serves until it is stopped."""
    tally = Tally()
    server = await asyncio.start_server(tally.serve, "127.0.0.1", port)
    async with server:
        await asyncio.gather(server.serve_forever(), tally.report(path))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
