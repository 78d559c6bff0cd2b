"""NPS surveys, an index for every order and filter offered, and when they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

#: Nobody is asked by itself, and nobody twice within 90 days, unless an admin says otherwise.
POLICY = (
    "INSERT INTO nps_policy VALUES ('01937b5e-0000-7000-8000-000000000042', now(), now(), 1, 0, 90)"
)


def upgrade() -> None:
    op.create_table(
        "nps_surveys",
        *entity(),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id")],
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("contact_name", sa.Text(collation="und-x-icu"), nullable=False),
        sa.Column("contact_email", sa.Text, nullable=False),
        sa.Column("score", sa.BigInteger),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("answer_time", sa.DateTime(timezone=True)),
    )
    op.create_index("nps_surveys_by_create_time", "nps_surveys", ["create_time", "id"])
    for name in ("contact_id", "owner_id", "team_id", "score", "answer_time"):
        op.create_index(f"nps_surveys_of_{name}", "nps_surveys", [name, "create_time", "id"])
    op.create_table(
        "nps_policy",
        *entity(),
        sa.Column("days_after_start", sa.BigInteger, nullable=False),
        sa.Column("pause_days", sa.BigInteger, nullable=False),
    )
    op.execute(POLICY)


def entity() -> list[sa.Column[object]]:
    moment = sa.DateTime(timezone=True)
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]
