"""What was heard."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE effects (number int, event_id text, depth int, told timestamptz,"
        " done timestamptz)"
    )
    op.execute("CREATE TABLE rings (key text)")
