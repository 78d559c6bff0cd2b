"""When the receiver of a message called it unwanted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("messages", sa.Column("complaint_time", sa.DateTime(timezone=True)))
