"""Playbooks: steps kept with their stages, and the activities that carry them out."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"

#: The first stage of the default pipeline.
FIRST = "01937b5e-0000-7000-8000-000000000001"


def upgrade() -> None:
    op.add_column(
        "activities", sa.Column("template_key", sa.Text, nullable=False, server_default="")
    )
    for name in ("playbook_step_id", "stage_visit_id"):
        op.add_column("activities", sa.Column(name, sa.Uuid))
    start(op.get_bind())
    with op.get_context().autocommit_block():
        op.create_index(
            "activities_of_playbook",
            "activities",
            ["stage_visit_id", "playbook_step_id"],
            unique=True,
            postgresql_where=sa.text("stage_visit_id IS NOT NULL"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def start(connection: sa.Connection) -> None:
    """A new sale is thanked for and checked in on; a won one begins with a call, as before."""
    version = sa.column("version", sa.BigInteger)
    columns = (sa.column("id", sa.Uuid), sa.column("stages", JSONB), version)
    pipelines = sa.table("pipelines", *columns)
    for row in connection.execute(sa.select(pipelines)).all():
        stages = [{**stage, "playbook": playbook(stage)} for stage in row.stages]
        of_row = sa.update(pipelines).where(pipelines.c.id == row.id)
        connection.execute(of_row.values(stages=stages, version=version + 1))


def playbook(stage: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps a stage starts with."""
    if stage["id"] == FIRST:
        thanks = step(stage, 1, "EMAIL", "Thank {{contact}}", 1, "sales_thank_you")
        return [thanks, step(stage, 2, "TASK", "Check-in call with {{contact}}", 72)]
    if stage["kind"] == "WON":
        return [step(stage, 1, "TASK", "Welcome call with {{contact}}", 24)]
    return []


def step(
    stage: dict[str, Any], number: int, kind: str, subject: str, hours: int, template: str = ""
) -> dict[str, Any]:
    """One step; its id follows from its stage's, so that it is the same everywhere."""
    return {
        "id": f"{stage['id'][:-3]}{number}{stage['id'][-2:]}",
        "kind": kind,
        "subject": subject,
        "delay_hours": hours,
        "template_key": template,
    }
