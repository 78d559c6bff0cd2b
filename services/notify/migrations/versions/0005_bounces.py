"""Finding the message of a conversation by the Message-ID of its mail."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAMED = sa.text("(thread ->> 'message_id')")


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "messages_of_mail",
            "messages",
            [NAMED],
            postgresql_concurrently=True,
            if_not_exists=True,
        )
