"""Which clock of a ticket ran out, and the tickets of each kind of lateness by age."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

CLOCKS = {
    "first_response_breached": "first_response",
    "resolution_breached": "resolution",
}
CLOCK = sa.table("ticket_clocks", *map(sa.column, ("ticket_id", "metric", "breach_told")))
TICKET = sa.table("tickets", *map(sa.column, ("id", *CLOCKS)))


def upgrade() -> None:
    for column, metric in CLOCKS.items():
        flag = sa.Column(column, sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column("tickets", flag)
        ran_out = sa.select(CLOCK.c.ticket_id).where(CLOCK.c.metric == metric, CLOCK.c.breach_told)
        op.execute(TICKET.update().where(TICKET.c.id.in_(ran_out)).values({column: True}))
    with op.get_context().autocommit_block():
        for column in ("breached", *CLOCKS):
            op.create_index(
                f"tickets_{column}",
                "tickets",
                ["create_time", "id"],
                postgresql_where=sa.text(column),
                postgresql_concurrently=True,
                if_not_exists=True,
            )
