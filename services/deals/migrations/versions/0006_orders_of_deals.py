"""Deals ordered by worth and by closing day, and found by where they were lost."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

LIVING = sa.text("delete_time IS NULL")


def upgrade() -> None:
    op.add_column(
        "deals", sa.Column("amount_value", sa.Numeric, nullable=False, server_default="0")
    )
    op.add_column(
        "deals", sa.Column("close_by", sa.Date, nullable=False, server_default="9999-12-31")
    )
    op.execute(
        "UPDATE deals SET amount_value = coalesce((amount->>'amount')::numeric, 0),"
        " close_by = coalesce(expected_close_date, '9999-12-31')"
    )
    with op.get_context().autocommit_block():
        for name, columns in (
            ("by_amount_value", ["amount_value", "id"]),
            ("by_close_by", ["close_by", "id"]),
            ("of_closed_from_stage_id", ["closed_from_stage_id"]),
        ):
            op.create_index(
                f"deals_{name}",
                "deals",
                columns,
                postgresql_where=LIVING,
                postgresql_concurrently=True,
                if_not_exists=True,
            )
