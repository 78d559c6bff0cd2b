"""The copy of contacts, fed by the facts of leads."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXTS = (
    "first_name",
    "last_name",
    "full_name",
    "email",
    "company_name",
    "country",
    "language",
    "time_zone",
    "consent",
)


def upgrade() -> None:
    op.create_table(
        "contacts_copy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in TEXTS],
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
