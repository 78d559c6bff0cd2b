"""Merged tickets, and what has to be known to part them again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "ticket_merges",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("into_id", sa.Uuid, nullable=False),
        sa.Column("merge_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("into_type", sa.Text, nullable=False),
        sa.Column("participants", ARRAY(sa.Text), nullable=False),
    )
