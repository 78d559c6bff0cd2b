"""Phone numbers of a form without their country code."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    region = sa.Column("phone_region", sa.Text, nullable=False, server_default="")
    op.add_column("forms", region)
