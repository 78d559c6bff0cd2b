"""Macros."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "macros",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("note", sa.Boolean, nullable=False, server_default=sa.false()),
        *[sa.Column(name, sa.Text) for name in ("priority", "type", "state")],
        sa.Column("add_tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
    )
    op.create_index("macros_by_name", "macros", ["name", "id"])
    op.create_index("macros_by_create_time", "macros", ["create_time", "id"])
    op.create_index("macros_one_of_a_name", "macros", [sa.text("lower(name)")], unique=True)
