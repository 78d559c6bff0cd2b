"""Which occasions bring about a mail, and who had which."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

MOMENT = sa.DateTime(timezone=True)
POLICY = sa.text(
    "INSERT INTO occasion_policy VALUES ('01937b5e-0000-7000-8000-000000000060', now(), now(), 1,"
    " false, 'birthday', false, 'we_miss_you', 30, false, 'half_a_year', 6)"
)


def upgrade() -> None:
    op.create_table(
        "occasion_policy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *switch("birthday"),
        *switch("absence"),
        sa.Column("absence_days", sa.BigInteger, nullable=False),
        *switch("loyalty"),
        sa.Column("loyalty_months", sa.BigInteger, nullable=False),
    )
    op.execute(POLICY)
    op.create_table(
        "occasion_marks",
        sa.Column("contact_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("mark_time", MOMENT, nullable=False),
    )


def switch(occasion: str) -> list[sa.Column[object]]:
    """Whether it is on, and what is sent."""
    return [
        sa.Column(f"{occasion}_enabled", sa.Boolean, nullable=False),
        sa.Column(f"{occasion}_template_key", sa.Text, nullable=False),
    ]
