"""What each contact answered last when asked whether they would recommend us."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "recommendations",
        sa.Column("contact_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("score", sa.BigInteger, nullable=False),
    )
