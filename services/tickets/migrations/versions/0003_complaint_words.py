"""The words that tell a complaint, to begin with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORDS = (
    "angry", "appalling", "complain", "complaint", "disappointed", "disgrace", "disgraceful",
    "fed up", "furious", "outrageous", "ridiculous", "terrible", "unacceptable", "worst",
    "beschwerde", "beschweren", "enttäuscht", "frechheit", "inakzeptabel", "unverschämt",
    "unzumutbar", "wütend",
)  # fmt: skip


def upgrade() -> None:
    words = op.create_table("complaint_words", sa.Column("word", sa.Text, primary_key=True))
    op.bulk_insert(words, [{"word": word} for word in WORDS])
