"""The ledger of messages and the addresses that are left alone, with an index for every order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

TEXTS = (
    "email",
    "template_key",
    "purpose",
    "subject",
    "body_text",
    "body_html",
    "state",
    "state_reason",
)
MOMENTS = ("due_time", "expire_time", "claim_time", "sent_time")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id", "contact_id")],
        *[sa.Column(name, sa.Text, nullable=False) for name in TEXTS],
        *[sa.Column(name, moment) for name in MOMENTS],
        sa.Column("template_revision", sa.BigInteger, nullable=False),
        sa.Column("decisions", JSONB, nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("automatic", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text),
    )
    for name in ("create_time", "update_time"):
        op.create_index(f"messages_by_{name}", "messages", [name, "id"])
    for name in ("owner_id", "team_id", "contact_id", "state", "email"):
        op.create_index(f"messages_of_{name}", "messages", [name, "create_time", "id"])
    op.create_index("messages_capped", "messages", ["contact_id", "claim_time"])
    op.create_index("messages_once", "messages", ["source"], unique=True)
    suppressions(moment)


def suppressions(moment: sa.DateTime) -> None:
    """The addresses that are left alone."""
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("email", "reason", "note")],
    )
    op.create_index("suppressions_once", "suppressions", ["email", "reason"], unique=True)
    op.create_index("suppressions_by_email", "suppressions", ["email", "id"])
    op.create_index("suppressions_by_create_time", "suppressions", ["create_time", "id"])
