"""The message of a form's own to whoever sent it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    key = sa.Column("confirmation_template_key", sa.Text, nullable=False, server_default="")
    op.add_column("forms", key)
