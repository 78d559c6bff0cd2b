"""That mails were opened and their links followed, by whom, and when for the first time."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for name in ("open_time", "click_time"):
        op.add_column("messages", sa.Column(name, moment))
    op.create_table(
        "engagements",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("occur_time", moment, nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("kind", "url", "source", "verdict", "reason")
        ],
        sa.Column("settled", sa.Boolean, nullable=False),
    )
    op.create_index("engagements_of_message", "engagements", ["message_id", "occur_time", "id"])
