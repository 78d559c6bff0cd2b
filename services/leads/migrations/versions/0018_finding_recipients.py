"""Recipients of a campaign are found by what they did with its message."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

MOMENTS = ("open_time", "click_time", "bounce_time", "complaint_time")


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for moment in MOMENTS:
            op.create_index(
                f"campaign_recipients_by_{moment}",
                "campaign_recipients",
                ["campaign_id", "create_time", "id"],
                postgresql_where=sa.text(f"{moment} IS NOT NULL"),
                postgresql_concurrently=True,
                if_not_exists=True,
            )
