"""Whether people are reminded of a cart, when, and by what."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for name, kind, default in (
        ("cart_enabled", sa.Boolean(), "false"),
        ("cart_template_key", sa.Text(), "cart_left"),
        ("cart_hours", sa.BigInteger(), "24"),
    ):
        op.add_column(
            "occasion_policy", sa.Column(name, kind, nullable=False, server_default=default)
        )
