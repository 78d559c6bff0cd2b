"""Score and rating of contacts, found and ordered by index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

LIVING = sa.text("delete_time IS NULL")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("score", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("contacts", sa.Column("rating", sa.Text, nullable=False, server_default="COLD"))
    with op.get_context().autocommit_block():
        op.create_index(
            "contacts_by_score",
            "contacts",
            ["score", "id"],
            postgresql_where=LIVING,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.create_index(
            "contacts_of_rating",
            "contacts",
            ["rating", "create_time", "id"],
            postgresql_where=LIVING,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
