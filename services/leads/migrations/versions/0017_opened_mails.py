"""A first rule about opened mails, and what campaigns count of what people did with them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

#: Each rule is data like any other: people change its points, or the number of mails.
RULE = sa.text(
    """
    INSERT INTO scoring_rules (id, create_time, update_time, version, name, "group", basis, filter,
                               points, half_life_days, max_entries, min_occurrences, within_days,
                               hot_days, disabled)
    VALUES ('01937b5e-7c00-7000-8000-000000000115', now(), now(), 1,
            'Opened the last three mails', 'ENGAGEMENT', 'TIMELINE',
            'kind = MESSAGE AND event = MessageOpened AND opened_in_a_row >= 3',
            10, 14, 1, 0, 0, 0, false)
    ON CONFLICT (id) DO NOTHING
    """
)
DEEDS = {"open_time": "opened", "click_time": "clicked"}
DEEDS |= {"bounce_time": "bounced", "complaint_time": "complained"}


def upgrade() -> None:
    op.execute(RULE)
    for moment, tally in DEEDS.items():
        op.add_column("campaign_recipients", sa.Column(moment, sa.DateTime(timezone=True)))
        op.add_column(
            "campaign_tallies", sa.Column(tally, sa.BigInteger, nullable=False, server_default="0")
        )
