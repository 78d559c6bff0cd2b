"""The outbox as a log to read from: who may hear of a fact, and its place among the published."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("permission", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "outbox", sa.Column("heard_by", sa.Text, nullable=False, server_default="RECORDS")
    )
    op.add_column("outbox", sa.Column("position", sa.BigInteger))
    op.execute("CREATE SEQUENCE outbox_positions")
    op.execute(
        "UPDATE outbox SET permission = split_part(subject, '/', 1) || '.read', "
        "position = CASE WHEN publish_time IS NOT NULL THEN seq END"
    )
    op.execute(
        "SELECT setval('outbox_positions', (SELECT coalesce(max(seq), 1) FROM outbox), true)"
    )
    placed = sa.text("position IS NOT NULL")
    with op.get_context().autocommit_block():
        for name, columns in (
            ("outbox_log", ["position"]),
            ("outbox_told", ["subject", "position"]),
        ):
            op.create_index(
                name,
                "outbox",
                columns,
                unique=name == "outbox_log",
                postgresql_where=placed,
                postgresql_concurrently=True,
            )
