"""Deals, their stays in stages, and an index for every order and filter offered."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

revision = "0002"
down_revision = "0001"

LIVING = sa.text("delete_time IS NULL")
ORDERS = ("create_time", "update_time", "title", "stage_enter_time", "company_name")
GROUPS = ("owner_id", "team_id", "state", "stage_id", "contact_id")
VALUES = ("expected_close_date", "stuck_time", "close_time", "next_step_date")
TEXTS = (
    "title", "stage_name", "contact_name", "company_name", "next_step", "close_note",
    "competitor", "source",
)  # fmt: skip
#: Names sort as people expect, "apple" before "Zebra".
NAMES = "und-x-icu"
SEARCHED = "' ' || fold(title || ' ' || company_name || ' ' || contact_name) || ' '"


def upgrade() -> None:
    deals()
    indexes()
    visits()


def deals() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "deals",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("delete_time", moment),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Uuid) for name in ("owner_id", "team_id", "contact_id")],
        sa.Column("closed_from_stage_id", sa.Uuid),
        sa.Column("pipeline_id", sa.Uuid, nullable=False),
        sa.Column("stage_id", sa.Uuid, nullable=False),
        *[
            sa.Column(name, sa.Text(collation=NAMES), nullable=False, server_default="")
            for name in TEXTS
        ],
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("probability", sa.BigInteger, nullable=False),
        sa.Column("rotting_days", sa.BigInteger, nullable=False),
        sa.Column("amount", JSONB),
        sa.Column("contacts", JSONB, nullable=False, server_default="[]"),
        sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
        *[sa.Column(name, sa.Date) for name in ("expected_close_date", "next_step_date")],
        sa.Column("stage_enter_time", moment, nullable=False),
        *[sa.Column(name, moment) for name in ("stuck_time", "close_time")],
        *[sa.Column(name, sa.Text) for name in ("win_reason", "loss_reason")],
        computed("search_text", sa.Text(), SEARCHED),
        computed("search_words", TSVECTOR(), f"search_words({SEARCHED})"),
        computed("typo_keys", ARRAY(sa.Integer), f"typo_keys({SEARCHED})"),
    )


def computed(name: str, kind: sa.types.TypeEngine[Any], how: str) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.Computed(how, persisted=True))


def indexes() -> None:
    for name in ORDERS:
        op.create_index(f"deals_by_{name}", "deals", [name, "id"], postgresql_where=LIVING)
    for name in GROUPS:
        columns = [name, "create_time", "id"]
        op.create_index(f"deals_of_{name}", "deals", columns, postgresql_where=LIVING)
    for name in VALUES:
        op.create_index(f"deals_of_{name}", "deals", [name], postgresql_where=LIVING)
    for name, operators in (
        ("tags", "array_ops"),
        ("search_words", "tsvector_ops"),
        ("typo_keys", "array_ops"),
    ):
        op.create_index(
            f"deals_of_{name}",
            "deals",
            [name],
            postgresql_using="gin",
            postgresql_ops={name: operators},
            postgresql_where=LIVING,
        )


def visits() -> None:
    op.create_table(
        "stage_visits",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("deal_id", sa.Uuid, nullable=False),
        sa.Column("stage_id", sa.Uuid, nullable=False),
        sa.Column("stage_name", sa.Text, nullable=False),
        sa.Column("enter_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leave_time", sa.DateTime(timezone=True)),
    )
    op.create_index("stage_visits_of_deal", "stage_visits", ["deal_id", "enter_time"])
    op.create_index("stage_visits_of_stage", "stage_visits", ["stage_id", "enter_time"])
