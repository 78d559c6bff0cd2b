"""The copy of contacts, fed by the facts of leads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "contacts_copy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("full_name", "email", "phone", "company_name")
        ],
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
    op.create_index("contacts_copy_by_email", "contacts_copy", [sa.text("lower(email)")])
