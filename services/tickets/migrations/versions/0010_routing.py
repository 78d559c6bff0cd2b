"""Who works here, and who of them gets new tickets: nobody by itself, to begin with."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("team_ids", ARRAY(sa.Text), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.Column("absent_until_time", MOMENT),
    )
    op.create_index("people_of_teams", "people", ["team_ids"], postgresql_using="gin")
    routing = op.create_table(
        "ticket_routing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("strategy", sa.Text, nullable=False),
        sa.Column("member_ids", ARRAY(sa.Text), nullable=False),
        sa.Column("member_team_id", sa.Uuid),
        sa.Column("capacity", sa.BigInteger, nullable=False),
        sa.Column("last_user_id", sa.Uuid),
    )
    began = datetime(2026, 11, 22, tzinfo=UTC)
    only = {
        "id": "01937b5e-0000-7000-8000-000000000001",
        "create_time": began,
        "update_time": began,
        "version": 1,
        "strategy": "MANUAL",
        "member_ids": [],
        "capacity": 0,
    }
    op.bulk_insert(routing, [only])
