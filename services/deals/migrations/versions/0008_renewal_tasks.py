"""A contract knows which end it was reminded of, and by which task."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("contracts", sa.Column("reminded_end_date", sa.Date))
    op.add_column("contracts", sa.Column("renewal_task_id", sa.Uuid))
