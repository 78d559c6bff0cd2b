"""Activities, and an index for every order and filter offered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id", "deal_id", "contact_id")],
        *[sa.Column(name, sa.Text, nullable=False) for name in ("kind", "state", "subject")],
        sa.Column("due_time", moment, nullable=False),
        sa.Column("done_time", moment),
        sa.Column("duration_seconds", sa.BigInteger, nullable=False, server_default="0"),
        *[
            sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in ("summary", "contact_name", "source")
        ],
        sa.Column("key_points", JSONB, nullable=False, server_default="[]"),
        sa.Column("missed", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    for name in ("due_time", "create_time", "update_time"):
        op.create_index(f"activities_by_{name}", "activities", [name, "id"])
    for name in ("owner_id", "team_id", "deal_id", "contact_id", "state", "kind"):
        op.create_index(f"activities_of_{name}", "activities", [name, "due_time", "id"])
    op.create_index(
        "activities_missed", "activities", ["due_time"], postgresql_where=sa.text("missed")
    )
