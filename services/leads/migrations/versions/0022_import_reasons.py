"""Why rows of an import were refused, counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    reasons = sa.Column("reasons", JSONB, nullable=False, server_default="[]")
    op.add_column("imports", reasons)
