"""Sequences and who is in them; what their conditions look at of a contact."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("lifecycle_stage", "rating"):
        op.add_column("contacts_copy", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column(
        "contacts_copy", sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    sequences()
    enrolments()


def resource() -> list[sa.Column[object]]:
    """What every resource has."""
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]


def sequences() -> None:
    """Sequences and the steps they had."""
    op.create_table(
        "sequences",
        *resource(),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("segment_id", sa.Uuid),
        sa.Column("steps", JSONB, nullable=False),
        sa.Column("exits", ARRAY(sa.Text), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    for name in ("name", "create_time"):
        op.create_index(f"sequences_by_{name}", "sequences", [name, "id"])
    op.create_index("sequences_of_segment", "sequences", ["segment_id"])
    op.create_table(
        "sequence_revisions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("sequence_id", sa.Uuid, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("steps", JSONB, nullable=False),
    )
    op.create_index(
        "sequence_revisions_of_sequence",
        "sequence_revisions",
        ["sequence_id", "revision"],
        unique=True,
    )


def enrolments() -> None:
    """Who is in which sequence; in one only once at a time."""
    op.create_table(
        "enrolments",
        *resource(),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id")],
        *[sa.Column(name, sa.Uuid, nullable=False) for name in ("sequence_id", "contact_id")],
        *[sa.Column(name, sa.Text, nullable=False) for name in ("state", "reason")],
        *[sa.Column(n, sa.BigInteger, nullable=False) for n in ("sequence_revision", "step")],
        sa.Column("next_time", MOMENT),
    )
    op.create_index("enrolments_by_create_time", "enrolments", ["create_time", "id"])
    for name in ("sequence_id", "contact_id", "owner_id", "team_id", "state"):
        op.create_index(f"enrolments_of_{name}", "enrolments", [name, "create_time", "id"])
    op.create_index(
        "enrolments_once",
        "enrolments",
        ["sequence_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("state = 'RUNNING'"),
    )
