"""Surveys: one for each ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ticket_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("send_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("answer_time", sa.DateTime(timezone=True)),
    )
    op.create_index("surveys_by_time", "surveys", ["send_time"])
