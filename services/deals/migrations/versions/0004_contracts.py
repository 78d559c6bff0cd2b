"""Contracts, and an index for every order and filter offered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id", "deal_id", "contact_id")],
        *[
            sa.Column(name, sa.Text(collation="und-x-icu"), nullable=False, server_default="")
            for name in ("title", "contact_name", "company_name", "end_reason")
        ],
        sa.Column("value", JSONB),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("end_date", sa.Date, nullable=False),
        sa.Column("auto_renew", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    for name in ("end_date", "start_date", "create_time", "title"):
        op.create_index(f"contracts_by_{name}", "contracts", [name, "id"])
    for name in ("owner_id", "team_id", "deal_id", "contact_id", "state"):
        op.create_index(f"contracts_of_{name}", "contracts", [name, "end_date", "id"])
