"""Service levels: what every priority has, and the clocks of tickets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

MINUTE, HOUR = 60, 3600
DAY = 8 * HOUR  # a working day
#: (priority, first response, resolution) in seconds of working time.
TARGETS = (
    ("LOW", 8 * HOUR, 3 * DAY),
    ("NORMAL", 4 * HOUR, 2 * DAY),
    ("HIGH", HOUR, DAY),
    ("URGENT", 30 * MINUTE, 4 * HOUR),
)
CALENDAR = {
    "tz": "UTC",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


def upgrade() -> None:
    policies = op.create_table(
        "sla_policies",
        sa.Column("priority", sa.Text, primary_key=True),
        sa.Column("calendar", JSONB, nullable=False),
        sa.Column("first_response_seconds", sa.BigInteger, nullable=False),
        sa.Column("resolution_seconds", sa.BigInteger, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    )
    op.bulk_insert(
        policies,
        [
            {
                "priority": priority,
                "calendar": CALENDAR,
                "first_response_seconds": first,
                "resolution_seconds": resolution,
            }
            for priority, first, resolution in TARGETS
        ],
    )
    clocks()


def clocks() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "ticket_clocks",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("metric", sa.Text, primary_key=True),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("calendar", JSONB, nullable=False),
        sa.Column("target_seconds", sa.BigInteger, nullable=False),
        sa.Column("used_seconds", sa.BigInteger),
        sa.Column("start_time", moment, nullable=False),
        *[sa.Column(name, moment) for name in ("stop_time", "due_time", "warn_time")],
        *[
            sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
            for name in ("cleared", "warning_told", "breach_told")
        ],
        *[
            sa.Column(name, JSONB, nullable=False, server_default="[]")
            for name in ("pauses", "changes")
        ],
    )
