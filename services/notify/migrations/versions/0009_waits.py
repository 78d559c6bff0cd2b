"""Whose day a sequence goes by for people of no known zone; counting who is in it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("sequences", sa.Column("time_zone", sa.Text, nullable=False, server_default=""))
    with op.get_context().autocommit_block():
        op.create_index(
            "enrolments_in_states",
            "enrolments",
            ["sequence_id", "state"],
            postgresql_concurrently=True,
            if_not_exists=True,
        )
