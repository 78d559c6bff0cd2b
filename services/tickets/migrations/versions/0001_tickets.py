"""Tickets and their messages, and an index for every order and filter offered."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
ORDERS = ("create_time", "update_time", "number", "subject")
GROUPS = ("owner_id", "team_id", "state", "priority", "type", "contact_id")
TIMES = ("first_response_time", "first_solve_time", "solve_time", "close_time", "due_time")
#: Words sort as people expect, "apple" before "Zebra".
NAMES = "und-x-icu"
SEARCHED = (
    "' ' || fold(number::text || ' ' || subject || ' ' || contact_name || ' ' || contact_email)"
    " || ' '"
)


def upgrade() -> None:
    op.execute("CREATE SEQUENCE ticket_numbers START 1001")
    tickets()
    indexes()
    messages()


def tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[
            sa.Column(name, sa.Uuid)
            for name in ("owner_id", "team_id", "contact_id", "follow_up_of_id", "merged_into_id")
        ],
        sa.Column("number", sa.BigInteger, nullable=False),
        *[
            sa.Column(name, sa.Text(collation=NAMES), nullable=False, server_default="")
            for name in ("subject", "description", "contact_name", "contact_email")
        ],
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("type", "priority", "state", "channel")
        ],
        sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("participants", ARRAY(sa.Text), nullable=False, server_default="{}"),
        *[sa.Column(name, MOMENT) for name in TIMES],
        sa.Column("breached", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("complaint_open", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("assignment_reason", sa.Text, nullable=False, server_default=""),
        sa.Column("survey_score", sa.BigInteger, nullable=False, server_default="0"),
        computed("search_text", sa.Text(), SEARCHED),
        computed("search_words", TSVECTOR(), f"search_words({SEARCHED})"),
        computed("typo_keys", ARRAY(sa.Integer), f"typo_keys({SEARCHED})"),
    )


def computed(name: str, kind: sa.types.TypeEngine[Any], how: str) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.Computed(how, persisted=True))


def indexes() -> None:
    for name in ORDERS:
        unique = name == "number"
        op.create_index(
            f"tickets_by_{name}", "tickets", [name] if unique else [name, "id"], unique=unique
        )
    for name in GROUPS:
        op.create_index(f"tickets_of_{name}", "tickets", [name, "create_time", "id"])
    op.create_index("tickets_of_due_time", "tickets", ["due_time"])
    op.create_index("tickets_of_follow_up", "tickets", ["follow_up_of_id"])
    op.create_index(
        "tickets_of_merge",
        "tickets",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index("tickets_of_address", "tickets", [sa.text("lower(contact_email)")])
    for name, operators in (
        ("tags", "array_ops"),
        ("search_words", "tsvector_ops"),
        ("typo_keys", "array_ops"),
    ):
        op.create_index(
            f"tickets_of_{name}",
            "tickets",
            [name],
            postgresql_using="gin",
            postgresql_ops={name: operators},
        )


def messages() -> None:
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("ticket_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author_id", sa.Uuid),
        *[
            sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in ("author_name", "author_email", "text", "message_id", "in_reply_to")
        ],
        sa.Column("references", ARRAY(sa.Text), nullable=False, server_default="{}"),
    )
    op.create_index("messages_of_ticket", "ticket_messages", ["ticket_id", "create_time", "id"])
    op.create_index(
        "messages_by_message_id",
        "ticket_messages",
        ["message_id"],
        unique=True,
        postgresql_where=sa.text("message_id <> ''"),
    )
    op.create_index(
        "messages_by_reference", "ticket_messages", ["references"], postgresql_using="gin"
    )
