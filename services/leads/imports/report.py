"""The refused rows of an import as CSV: where, why, and the cells as they came."""

import csv
import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from chassis.database import Database
from services.leads.contacts.export import cell
from services.leads.imports.model import Import, Refusal

HEAD = ("line", "column", "reason")
BATCH = 1000


class Report:
    """Writes what was refused."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, import_id: UUID) -> Iterator[bytes]:
        """The file in pieces, UTF-8, safe to open in a spreadsheet. Raises NotFound at once."""
        with self._database.reading() as tx:
            job = tx.get(Import, import_id)
        return self._pieces(job)

    def _pieces(self, job: Import) -> Iterator[bytes]:
        """Each batch is read for itself, so that a slow reader holds no connection."""
        yield lines([[*HEAD, *job.column_names]])
        last = 0
        while batch := self._after(job, last):
            yield lines([[str(r.line), r.column, r.reason, *r.cells] for r in batch])
            last = batch[-1].line

    def _after(self, job: Import, line: int) -> list[Refusal]:
        query = (
            select(Refusal)
            .where(Refusal.import_id == job.id, Refusal.run == job.run, Refusal.line > line)
            .order_by(Refusal.line)
            .limit(BATCH)
        )
        with self._database.reading() as tx:
            return list(tx.session.scalars(query))


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as CSV; what a spreadsheet would run begins with an apostrophe."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([cell(text) for text in row] for row in rows)
    return buffer.getvalue().encode()
