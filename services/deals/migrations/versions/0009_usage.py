"""Plans and limits of contracts, what is used of them, and when a larger plan is suggested."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

#: Six months on a plan and 80 % of a limit, unless an admin says otherwise.
POLICY = (
    "INSERT INTO usage_policy VALUES "
    "('01937b5e-0000-7000-8000-000000000043', now(), now(), 1, 80, 6)"
)


def upgrade() -> None:
    contracts()
    op.create_table(
        "usage_records",
        *entity(),
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contracts.id"), nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("quantity", sa.Float(53), nullable=False),
        sa.Column("limit_quantity", sa.Float(53), nullable=False),
        sa.Column("measure_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suggest_time", sa.DateTime(timezone=True)),
    )
    once = ["contract_id", "metric", "period"]
    op.create_index("usage_records_once", "usage_records", once, unique=True)
    op.create_index("usage_records_by_period", "usage_records", ["contract_id", "period", "id"])
    op.create_table(
        "usage_policy",
        *entity(),
        sa.Column("threshold_percent", sa.BigInteger, nullable=False),
        sa.Column("months_on_plan", sa.BigInteger, nullable=False),
    )
    op.execute(POLICY)


def contracts() -> None:
    """Whoever has a contract has been on its plan since it began."""
    op.add_column("contracts", sa.Column("plan", sa.Text, nullable=False, server_default=""))
    op.add_column("contracts", sa.Column("limits", JSONB, nullable=False, server_default="[]"))
    op.add_column("contracts", sa.Column("plan_start_date", sa.Date))
    op.execute("UPDATE contracts SET plan_start_date = start_date")


def entity() -> list[sa.Column[object]]:
    moment = sa.DateTime(timezone=True)
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]
