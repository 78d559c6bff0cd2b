"""Contacts: the table and an index for every order and filter offered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None

ORDERS = (
    "create_time",
    "update_time",
    "last_activity_time",
    "full_name",
    "last_name",
    "email",
    "company_name",
)
FILTERS = (
    "owner_id",
    "team_id",
    "company_id",
    "lifecycle_stage",
    "marketing_consent",
    "country",
    "city",
    "source",
    "language",
    "phone",
    "birth_date",
    "job_title",
    "first_name",
)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True)),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        *[
            sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in (
                "first_name",
                "last_name",
                "full_name",
                "email",
                "email_key",
                "phone",
                "job_title",
                "company_name",
                "country",
                "city",
                "language",
                "time_zone",
                "source",
            )
        ],
        sa.Column("company_id", sa.Uuid),
        sa.Column("birth_date", sa.Date),
        sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("custom_fields", JSONB, nullable=False, server_default="{}"),
        sa.Column("first_touch", JSONB),
        sa.Column("last_touch", JSONB),
        sa.Column("lifecycle_stage", sa.Text, nullable=False),
        sa.Column("marketing_consent", sa.Text, nullable=False),
        sa.Column("last_activity_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "search_text",
            sa.Text,
            sa.Computed(
                "lower(full_name || ' ' || email || ' ' || company_name || ' ' || phone)",
                persisted=True,
            ),
        ),
    )
    living = sa.text("delete_time IS NULL")
    op.create_index(
        "contacts_email_key",
        "contacts",
        ["email_key"],
        unique=True,
        postgresql_where=sa.text("delete_time IS NULL AND email_key <> ''"),
    )
    for name in ORDERS:
        op.create_index(f"contacts_by_{name}", "contacts", [name, "id"], postgresql_where=living)
    for name in FILTERS:
        op.create_index(
            f"contacts_of_{name}", "contacts", [name, "create_time", "id"], postgresql_where=living
        )
    op.create_index("contacts_of_tags", "contacts", ["tags"], postgresql_using="gin")
    op.create_index(
        "contacts_of_custom_fields",
        "contacts",
        ["custom_fields"],
        postgresql_using="gin",
        postgresql_ops={"custom_fields": "jsonb_path_ops"},
    )
    op.create_index(
        "contacts_search",
        "contacts",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
