"""The bytes of an uploaded file: spooled while they arrive, then kept in pieces in the database."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO
from uuid import UUID

from sqlalchemy import delete, insert, select

from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.leads.imports.model import Chunk

MAX_BYTES = 64 << 20
CHUNK_BYTES = 256 << 10


class Spooled:
    """A file that has arrived whole, on disk until the block of `spooled` ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        """The next bytes. Raises InvalidArgument (FILE_TOO_LARGE)."""
        self.size += len(piece)
        if self.size > MAX_BYTES:
            raise InvalidArgument(
                "FILE_TOO_LARGE", f"The file is larger than {MAX_BYTES >> 20} MiB; split it."
            )
        self.digest.update(piece)
        self._file.write(piece)

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the first on; one reader at a time."""
        self._file.seek(0)
        while block := self._file.read(CHUNK_BYTES):
            yield block


@contextmanager
def spooled(pieces: Iterable[bytes]) -> Iterator[Spooled]:
    """Takes a file to disk, so that neither memory nor a transaction waits for a slow sender."""
    with tempfile.TemporaryFile() as file:
        spool = Spooled(file)
        for piece in pieces:
            spool.write(piece)
        yield spool


def keep(tx: Transaction, import_id: UUID, blocks: Iterable[bytes]) -> None:
    """Writes the file in pieces; blocks: of CHUNK_BYTES each but the last."""
    for number, data in enumerate(blocks):
        tx.execute(insert(Chunk), {"import_id": import_id, "number": number, "data": data})


def blocks_from(tx: Transaction, import_id: UUID, offset: int) -> Iterator[bytes]:
    """The kept bytes from `offset` on, read piece by piece as they are asked for."""
    number, skipped = divmod(offset, CHUNK_BYTES)
    query = select(Chunk.data).where(Chunk.import_id == import_id)
    while (data := tx.session.scalar(query.where(Chunk.number == number))) is not None:
        yield data[skipped:]
        number, skipped = number + 1, 0


def forget(tx: Transaction, import_id: UUID) -> None:
    """Removes the kept bytes."""
    tx.execute(delete(Chunk).where(Chunk.import_id == import_id))
