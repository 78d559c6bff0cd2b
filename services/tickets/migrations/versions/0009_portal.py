"""What came by the page lately."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "portal_posts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Uuid),
    )
    op.create_index("portal_posts_by_time", "portal_posts", ["create_time"])
    op.create_index("portal_posts_of_network", "portal_posts", ["network", "create_time"])
