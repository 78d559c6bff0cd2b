"""Facts, timers and waiting events of jobs over many records, told from those people wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

#: Index -> its table, its last column, its condition, and the index it takes the place of.
WAITING = {
    "outbox_waiting": ("outbox", "seq", "publish_time IS NULL", "outbox_unpublished"),
    "timers_waiting": ("timers", "due_time", "dead_time IS NULL", "timers_due"),
    "inbox_waiting": ("inbox", "due_time", "state = 'WAITING'", "inbox_due"),
}


def upgrade() -> None:
    for table in ("outbox", "timers", "inbox"):
        bulk = sa.Column("bulk", sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(table, bulk)
    with op.get_context().autocommit_block():
        for name, (table, column, condition, before) in WAITING.items():
            op.create_index(
                name,
                table,
                ["bulk", column],
                postgresql_where=sa.text(condition),
                postgresql_concurrently=True,
            )
            op.drop_index(before, postgresql_concurrently=True)
