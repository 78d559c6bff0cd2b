"""Facts, timers and waiting events of jobs over many records, told from those people wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

#: Index -> its table, its last column and its condition.
WAITING = {
    "outbox_unpublished": ("outbox", "seq", "publish_time IS NULL"),
    "timers_due": ("timers", "due_time", "dead_time IS NULL"),
    "inbox_due": ("inbox", "due_time", "state = 'WAITING'"),
}


def upgrade() -> None:
    for table in ("outbox", "timers", "inbox"):
        bulk = sa.Column("bulk", sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(table, bulk)
    with op.get_context().autocommit_block():
        for name, (table, column, condition) in WAITING.items():
            op.execute(f"ALTER INDEX {name} RENAME TO {name}_once")
            op.create_index(
                name,
                table,
                ["bulk", column],
                postgresql_where=sa.text(condition),
                postgresql_concurrently=True,
            )
            op.drop_index(f"{name}_once", postgresql_concurrently=True)
