"""Follow-up may count working days only, and may begin anew with each touch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    days: sa.Column[list[str]] = sa.Column(
        "working_days", ARRAY(sa.Text), nullable=False, server_default="{}"
    )
    restarts = sa.Column("touch_restarts", sa.Boolean, nullable=False, server_default="false")
    for column in (days, restarts):
        op.add_column("follow_up_policy", column)
