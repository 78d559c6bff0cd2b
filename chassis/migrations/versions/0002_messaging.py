"""Timers, inbox and heartbeats."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    timers()
    inbox()
    heartbeats()


def timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("due_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("depth", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("dead_time", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("name", "key", name="timers_name_key"),
    )
    op.create_index(
        "timers_due", "timers", ["due_time"], postgresql_where=sa.text("dead_time IS NULL")
    )
    op.create_index(
        "timers_dead", "timers", ["id"], postgresql_where=sa.text("dead_time IS NOT NULL")
    )


def inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("handler", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("receive_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_time", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("event_id", "handler", "source", name="inbox_once"),
    )
    op.create_index(
        "inbox_due", "inbox", ["due_time"], postgresql_where=sa.text("state = 'WAITING'")
    )
    op.create_index("inbox_dead", "inbox", ["id"], postgresql_where=sa.text("state = 'DEAD'"))
    op.create_index("inbox_age", "inbox", ["receive_time"])


def heartbeats() -> None:
    op.create_table(
        "process_heartbeats",
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("pid", sa.BigInteger, primary_key=True),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
    )
