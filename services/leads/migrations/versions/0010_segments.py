"""Segments and their members."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    segments()


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def segments() -> None:
    op.create_table(
        "segments",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time"),
        moment("update_time"),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("filter", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("build", sa.BigInteger, nullable=False),
        moment("build_time", nullable=True),
    )
    for order in ("create_time", "update_time", "name"):
        op.create_index(f"segments_by_{order}", "segments", [order, "id"])
    # No foreign keys: the members of a deleted segment are removed bit by bit afterwards.
    op.create_table(
        "segment_members",
        sa.Column("segment_id", sa.Uuid, primary_key=True),
        sa.Column("contact_id", sa.Uuid, primary_key=True),
        moment("enter_time"),
    )
    op.create_index("segment_members_of_contact", "segment_members", ["contact_id"])
