"""Points may age by steps, in place of a half-life."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    for name in ("decay_days", "decay_percent"):
        op.add_column(
            "scoring_rules", sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
        )
