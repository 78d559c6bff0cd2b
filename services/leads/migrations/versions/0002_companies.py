"""Companies: the table and an index for every order and filter offered."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

revision = "0002"
down_revision = "0001"

LIVING = sa.text("delete_time IS NULL")
ORDERS = ("create_time", "update_time", "name", "domain")
GROUPS = ("owner_id", "team_id", "country", "industry")
VALUES = ("city", "phone", "employee_count")
#: kB of new entries that every search reads until they are sorted in.
PENDING = 512
SEARCHED = "' ' || fold(name || ' ' || domain) || ' '"


def upgrade() -> None:
    table()
    btrees()
    gins()


def table() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True)),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("name", sa.Text(collation="und-x-icu"), nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in ("domain", "website", "phone", "industry", "country", "city")
        ],
        sa.Column("employee_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("custom_fields", JSONB, nullable=False, server_default="{}"),
        computed("search_text", sa.Text(), SEARCHED),
        computed("search_words", TSVECTOR(), f"search_words({SEARCHED})"),
        computed("typo_keys", ARRAY(sa.Integer), f"typo_keys({SEARCHED})"),
    )


def computed(name: str, kind: sa.types.TypeEngine[Any], how: str) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.Computed(how, persisted=True))


def btrees() -> None:
    identified = sa.text("delete_time IS NULL AND domain <> ''")
    op.create_index(
        "companies_domain", "companies", ["domain"], unique=True, postgresql_where=identified
    )
    for name in ORDERS:
        op.create_index(f"companies_by_{name}", "companies", [name, "id"], postgresql_where=LIVING)
    for name in GROUPS:
        columns = [name, "create_time", "id"]
        op.create_index(f"companies_of_{name}", "companies", columns, postgresql_where=LIVING)
    for name in VALUES:
        op.create_index(f"companies_of_{name}", "companies", [name], postgresql_where=LIVING)
    op.create_index(
        "companies_deleted",
        "companies",
        ["create_time", "id"],
        postgresql_where=sa.text("delete_time IS NOT NULL"),
    )


def gins() -> None:
    for name, operators in (
        ("tags", "array_ops"),
        ("custom_fields", "jsonb_path_ops"),
        ("search_words", "tsvector_ops"),
        ("typo_keys", "array_ops"),
    ):
        op.create_index(
            f"companies_of_{name}",
            "companies",
            [name],
            postgresql_using="gin",
            postgresql_ops={name: operators},
            postgresql_with={"gin_pending_list_limit": PENDING},
            postgresql_where=LIVING,
        )
