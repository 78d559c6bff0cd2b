"""The use cases of the audit trail: it is read, never written by a call of its own."""

from uuid import UUID

from sqlalchemy import func, select, text

from chassis import filtering
from chassis.database import Database
from chassis.listing import Listing, Page, PageTokens, Query
from gateway.accounts.audit.model import AuditEntry

ENTRIES = Listing(
    AuditEntry,
    filtering.Fields(
        filtering.time("create_time"),
        *(
            filtering.text(name)
            for name in (
                "actor",
                "actor_name",
                "action",
                "resource",
                "resource_name",
                "ip_prefix",
                "request_id",
                "detail",
            )
        ),
        search=("actor_name", "resource_name", "action"),
    ),
    orders=("create_time",),
)

#: The first entry whose hash does not follow from its content and the entry before.
BROKEN = text(
    """
    SELECT id FROM (
      SELECT entry.id, entry.seq, entry.hash, audit_hash(
        coalesce(lag(entry.hash) OVER (ORDER BY entry.seq), ''::bytea), entry) AS expected,
        row_number() OVER (ORDER BY entry.seq) AS place
      FROM audit_entries entry
    ) chain WHERE hash <> expected OR seq <> place ORDER BY seq LIMIT 1
    """
)


class Audit:
    """What can be done with the audit trail."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, entry_id: UUID) -> AuditEntry:
        """One entry. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(AuditEntry, entry_id)

    def list(self, query: Query) -> Page[AuditEntry]:
        """A page of entries. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return ENTRIES.page(tx, tx.select(AuditEntry), query, self._tokens)

    def verify(self) -> tuple[int, UUID | None]:
        """How many entries there are, and the first that was tampered with."""
        with self._database.reading() as tx:
            count = tx.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
            return count, tx.session.scalar(BROKEN)
