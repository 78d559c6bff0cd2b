"""Campaigns with their recipients and tallies; the deals that contacts became."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    campaigns()
    recipients()
    conversions()


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time"),
        moment("update_time"),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("segment_id", sa.Uuid),
        sa.Column("template_key", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("state_reason", sa.Text, nullable=False),
        *[moment(name, nullable=True) for name in ("start_time", "launch_time", "end_time")],
        sa.Column("identity", JSONB, nullable=False),
        sa.Column("last_contact_id", sa.Uuid),
        sa.Column("chunk", sa.BigInteger, nullable=False),
        sa.Column("recipient_count", sa.BigInteger, nullable=False),
    )
    for order in ("create_time", "update_time", "name"):
        op.create_index(f"campaigns_by_{order}", "campaigns", [order, "id"])
    op.create_index("campaigns_of_segment", "campaigns", ["segment_id"])
    op.create_table(
        "campaign_tallies",
        sa.Column("campaign_id", sa.Uuid, primary_key=True),
        sa.Column("slot", sa.BigInteger, primary_key=True),
        *[sa.Column(n, sa.BigInteger, nullable=False) for n in ("sent", "held", "failed")],
    )


def recipients() -> None:
    op.create_table(
        "campaign_recipients",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time"),
        moment("update_time"),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("email", "state", "reason")],
        sa.Column("message_id", sa.Uuid),
    )
    op.create_index(
        "campaign_recipients_once",
        "campaign_recipients",
        ["campaign_id", "contact_id"],
        unique=True,
    )
    for name, columns in (("by_create_time", ()), ("by_state", ("state",))):
        op.create_index(
            f"campaign_recipients_{name}",
            "campaign_recipients",
            ["campaign_id", *columns, "create_time", "id"],
        )


def conversions() -> None:
    op.create_table(
        "conversions",
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contacts.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("deal_id", sa.Uuid, nullable=False),
        moment("create_time"),
    )
