"""Why somebody sees to a ticket is said in words that follow their name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

#: What a reason began with, and what it begins with now.
BEGINNINGS = (
    ("given by ", "got it from "),
    ("came with the ticket", "has had it from the start"),
    ("in turn: ", "was next in turn: "),
    ("fewest open tickets: ", "had the fewest open tickets: "),
)


def upgrade() -> None:
    change = sa.text(
        "UPDATE tickets SET assignment_reason = :now || substr(assignment_reason, :rest)"
        " WHERE starts_with(assignment_reason, :old)"
    )
    for old, now in BEGINNINGS:
        op.execute(change.bindparams(now=now, old=old, rest=len(old) + 1))
