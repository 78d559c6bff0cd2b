"""What the reviewed file said of a role, to tell its changes from those of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("roles", sa.Column("reviewed_grants", JSONB(none_as_null=True)))
