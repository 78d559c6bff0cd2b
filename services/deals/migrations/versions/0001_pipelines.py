"""Pipelines with their stages, and the one that everybody starts with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

#: (name, probability, kind, required fields, rotting days): the default way of selling.
DEFAULT: tuple[tuple[str, int, str, list[str], int], ...] = (
    ("Qualified", 20, "OPEN", [], 14),
    ("Proposal Sent", 50, "OPEN", ["amount"], 14),
    ("Negotiation", 80, "OPEN", ["amount", "expected_close_date"], 21),
    ("Won", 100, "WON", ["amount"], 0),
    ("Lost", 0, "LOST", [], 0),
)


def upgrade() -> None:
    pipelines = op.create_table(
        "pipelines",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("default", sa.Boolean, nullable=False),
        sa.Column("stages", JSONB, nullable=False),
    )
    stages = op.create_table(
        "stages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("pipeline_id", sa.Uuid, nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("probability", sa.BigInteger, nullable=False),
        sa.Column("rotting_days", sa.BigInteger, nullable=False),
    )
    op.create_index("pipelines_of_stages", "pipelines", ["stages"], postgresql_using="gin")
    start(pipelines, stages)


def start(pipelines: sa.Table, stages: sa.Table) -> None:
    """The default pipeline, with ids that are the same everywhere."""
    pipeline_id = "01937b5e-0000-7000-8000-000000000000"
    kept = [
        {
            "id": f"01937b5e-0000-7000-8000-00000000000{position + 1}",
            "name": name,
            "probability": probability,
            "kind": kind,
            "required_fields": required,
            "rotting_days": days,
        }
        for position, (name, probability, kind, required, days) in enumerate(DEFAULT)
    ]
    row = {"id": pipeline_id, "version": 1, "name": "Sales", "default": True, "stages": kept}
    now = sa.func.now()
    op.execute(pipelines.insert().values(create_time=now, update_time=now, **row))
    op.bulk_insert(
        stages,
        [
            {
                **{key: stage[key] for key in ("id", "name", "kind", "probability")},
                "pipeline_id": pipeline_id,
                "position": position,
                "rotting_days": stage["rotting_days"],
            }
            for position, stage in enumerate(kept)
        ],
    )
