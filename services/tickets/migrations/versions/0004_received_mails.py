"""What became of every e-mail that came in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "received_mails",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("receive_time", sa.DateTime(timezone=True), nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("mail_id", "sender", "outcome", "reason")
        ],
        *[sa.Column(name, sa.Uuid) for name in ("ticket_id", "message_id")],
    )
