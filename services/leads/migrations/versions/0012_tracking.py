"""Visitors and what they did while nobody knew them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "visitors",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("window_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_count", sa.BigInteger, nullable=False),
        sa.Column("waiting", sa.BigInteger, nullable=False),
        sa.Column("first_touch", JSONB),
    )
    op.create_index("visitors_of_contact", "visitors", ["contact_id"])
    op.create_index(
        "visitors_unknown",
        "visitors",
        ["last_time"],
        postgresql_where=sa.text("contact_id IS NULL"),
    )
    op.create_table(
        "tracked_events",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("visitor_id", sa.Uuid, nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occur_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
    )
    op.create_index("tracked_events_of_visitor", "tracked_events", ["visitor_id"])
    op.create_index("tracked_events_by_time", "tracked_events", ["create_time"])
