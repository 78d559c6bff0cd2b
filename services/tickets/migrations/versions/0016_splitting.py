"""Which ticket a message was split into, and which ticket that one was split from."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("split_from_id", sa.Uuid))
    op.add_column("ticket_messages", sa.Column("split_into_id", sa.Uuid))
