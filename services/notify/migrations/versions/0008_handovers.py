"""What is known of a hand-over that was begun, for whoever finds the message after a death."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "messages", sa.Column("handover", JSONB, nullable=False, server_default=sa.text("'{}'"))
    )
