"""Contacts that are in others, and what went with them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "contact_merges",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("contact_name", sa.Text, nullable=False),
        sa.Column("contact_email", sa.Text, nullable=False),
        sa.Column("into_id", sa.Uuid, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("email_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("changes", JSONB, nullable=False),
    )
    op.create_index("contact_merges_key", "contact_merges", ["contact_id"], unique=True)
    op.create_index("contact_merges_into", "contact_merges", ["into_id", "create_time", "id"])
    op.create_index(
        "contact_merges_by_email_key", "contact_merges", ["email_keys"], postgresql_using="gin"
    )
    op.create_table(
        "contact_moves",
        sa.Column("from_id", sa.Uuid, primary_key=True),
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("row_id", sa.Uuid, primary_key=True),
    )
