"""Tickets ordered by when they are due: of everybody, of one person, of nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)
NEVER = "9999-12-31 00:00:00+00"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("due_by", MOMENT, nullable=False, server_default=NEVER))
    op.execute("UPDATE tickets SET due_by = due_time WHERE due_time IS NOT NULL")
    # IS NULL gives an index no order to what comes after it: nobody's tickets have their own.
    nobodys = sa.text("owner_id IS NULL")
    with op.get_context().autocommit_block():
        for name, columns, where in (
            ("tickets_by_due_by", ["due_by", "id"], None),
            ("tickets_of_owner_by_due_by", ["owner_id", "due_by", "id"], None),
            ("tickets_of_nobody_by_due_by", ["due_by", "id"], nobodys),
        ):
            op.create_index(
                name,
                "tickets",
                columns,
                postgresql_where=where,
                postgresql_concurrently=True,
                if_not_exists=True,
            )
