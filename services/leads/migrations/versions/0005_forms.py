"""Forms, what came in through them, and their counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0005"
down_revision = "0004"

LIVING = sa.text("delete_time IS NULL")


def upgrade() -> None:
    forms()
    submissions()
    tallies()


def forms() -> None:
    texts = ("title", "description", "submit_label", "thank_you_text", "redirect_url")
    op.create_table(
        "forms",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True)),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("fields", JSONB, nullable=False),
        sa.Column("consent", JSONB),
        *[sa.Column(name, sa.Text, nullable=False) for name in texts],
        sa.Column("allowed_origins", ARRAY(sa.Text), nullable=False),
        sa.Column("honeypot", sa.Text, nullable=False),
        sa.Column("visitor_limit", sa.BigInteger, nullable=False),
        sa.Column("total_limit", sa.BigInteger, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
    )
    for order in ("create_time", "update_time"):
        op.create_index(f"forms_by_{order}", "forms", [order, "id"], postgresql_where=LIVING)
    op.create_index("forms_by_name", "forms", ["name", "id"], postgresql_where=LIVING)


def submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), nullable=False),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("values", JSONB, nullable=False),
        sa.Column("attribution", JSONB),
        sa.Column("consent", sa.Boolean, nullable=False),
        sa.Column("spam", sa.Boolean, nullable=False),
        sa.Column("new_contact", sa.Boolean, nullable=False),
        sa.Column("ip_prefix", sa.Text, nullable=False),
    )
    op.create_index("submissions_of_form", "submissions", ["form_id", "create_time", "id"])
    op.create_index(
        "submissions_of_visitor", "submissions", ["form_id", "ip_prefix", "create_time"]
    )
    op.create_index("submissions_of_contact", "submissions", ["contact_id"])
    op.create_index(
        "submissions_spam", "submissions", ["create_time"], postgresql_where=sa.text("spam")
    )


def tallies() -> None:
    op.create_table(
        "form_tallies",
        sa.Column("form_id", sa.Uuid, sa.ForeignKey("forms.id"), primary_key=True),
        sa.Column("shard", sa.SmallInteger, primary_key=True),
        sa.Column("submissions", sa.BigInteger, nullable=False),
        sa.Column("contacts", sa.BigInteger, nullable=False),
        sa.Column("spam", sa.BigInteger, nullable=False),
    )
