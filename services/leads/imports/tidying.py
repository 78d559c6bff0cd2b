"""Removes what an import no longer needs, a little in each transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, tuple_

from chassis.transaction import Transaction
from services.leads.imports.model import Chunk, Refusal, Seen

BATCH = 5000
PIECES = 32


def purge(tx: Transaction, import_id: UUID, *, whole: bool) -> bool:
    """Removes some of the file, and of what trial runs have seen; with `whole`, of the report,
    too. Whether something may be left."""
    tables: list[tuple[Any, int]] = [(Chunk, PIECES), (Seen, BATCH)]
    if whole:
        tables.append((Refusal, BATCH))
    full = [_some(tx, model, import_id, limit) == limit for model, limit in tables]
    return any(full)


def _some(tx: Transaction, model: Any, import_id: UUID, limit: int) -> int:
    """How many rows it removed."""
    key = tuple_(*model.__table__.primary_key.columns)
    batch = select(*model.__table__.primary_key.columns).where(model.import_id == import_id)
    result = tx.execute(delete(model).where(key.in_(batch.limit(limit))))
    return result.rowcount if isinstance(result, CursorResult) else 0
