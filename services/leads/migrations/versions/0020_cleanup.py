"""The monthly queue of records to clean up, and the addresses that bounced."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

MOMENT = sa.DateTime(timezone=True)
POLICY = sa.text(
    "INSERT INTO cleanup_policy VALUES ('01937b5e-0000-7000-8000-000000000070', now(), now(), 1,"
    " false, NULL, 1, 12, 12)"
)


def upgrade() -> None:
    policy()
    items()
    op.create_table(
        "cleanup_rounds",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("end_time", MOMENT),
    )
    op.create_index("cleanup_rounds_by_create_time", "cleanup_rounds", ["create_time"])
    op.create_table(
        "bounced_addresses",
        sa.Column("email_key", sa.Text, primary_key=True),
        sa.Column("bounce_time", MOMENT, nullable=False),
        sa.Column("diagnosis", sa.Text, nullable=False),
    )
    with op.get_context().autocommit_block():
        op.create_index(
            "contacts_of_name_and_company",
            "contacts",
            [sa.text("fold(full_name)"), sa.text("fold(company_name)")],
            postgresql_where=sa.text("delete_time IS NULL AND company_name <> ''"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def policy() -> None:
    op.create_table(
        "cleanup_policy",
        *entity(),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("reviewer_id", sa.Uuid),
        sa.Column("day_of_month", sa.BigInteger, nullable=False),
        sa.Column("stale_months", sa.BigInteger, nullable=False),
        sa.Column("keep_months", sa.BigInteger, nullable=False),
    )
    op.execute(POLICY)


def items() -> None:
    op.create_table(
        "cleanup_items",
        *entity(),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("duplicate_of_id", sa.Uuid),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decide_time", MOMENT),
        sa.Column("decider_name", sa.Text, nullable=False),
    )
    op.create_index("cleanup_items_key", "cleanup_items", ["contact_id", "reason"], unique=True)
    for name, columns in {
        "by_create_time": ["create_time", "id"],
        "by_update_time": ["update_time", "id"],
        "of_state": ["state", "create_time", "id"],
        "of_reason": ["reason", "state", "create_time", "id"],
        "of_duplicate_of_id": ["duplicate_of_id"],
    }.items():
        op.create_index(f"cleanup_items_{name}", "cleanup_items", columns)


def entity() -> list[sa.Column[object]]:
    """What every record has."""
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]
