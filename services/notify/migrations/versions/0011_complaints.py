"""When the receiver of a message called it unwanted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("messages", sa.Column("complaint_time", sa.DateTime(timezone=True)))
