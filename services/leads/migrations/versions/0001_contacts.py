"""Contacts and their consents: the tables and an index for every order and filter offered."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

revision = "0001"
down_revision = None

#: People's alphabet, whatever the database's own: Ada beside ada, Ärmel before Zoe.
NAMES = "und-x-icu"
LIVING = sa.text("delete_time IS NULL")
ORDERS = (
    "create_time",
    "update_time",
    "last_activity_time",
    "full_name",
    "last_name",
    "email",
    "company_name",
)
#: Large groups people page through, newest first.
GROUPS = ("owner_id", "team_id", "company_id", "lifecycle_stage", "country", "source")
#: Found by value alone: small indexes, as equal values are stored once.
VALUES = (
    "marketing_consent",
    "city",
    "language",
    "time_zone",
    "job_title",
    "first_name",
    "phone",
    "birth_date",
)
#: kB of new entries that every search reads until they are sorted in.
PENDING = 512
SEARCHED = "' ' || fold(full_name || ' ' || email || ' ' || company_name || ' ' || phone) || ' '"


def upgrade() -> None:
    contacts()
    contact_indexes()
    consents()


def contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time", nullable=False),
        moment("update_time", nullable=False),
        moment("delete_time", nullable=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        *[words(name, NAMES) for name in ("first_name", "last_name", "full_name", "company_name")],
        *[words(name) for name in ("email", "email_key", "phone", "job_title", "country", "city")],
        *[words(name) for name in ("language", "time_zone", "source")],
        sa.Column("company_id", sa.Uuid),
        sa.Column("former_company_id", sa.Uuid),
        sa.Column("birth_date", sa.Date),
        sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("custom_fields", JSONB, nullable=False, server_default="{}"),
        sa.Column("first_touch", JSONB),
        sa.Column("last_touch", JSONB),
        sa.Column("lifecycle_stage", sa.Text, nullable=False),
        sa.Column("marketing_consent", sa.Text, nullable=False),
        moment("last_activity_time", nullable=False),
        computed("search_text", sa.Text(), SEARCHED),
        computed("search_words", TSVECTOR(), f"search_words({SEARCHED})"),
        computed("typo_keys", ARRAY(sa.Integer), f"typo_keys({SEARCHED})"),
    )


def moment(name: str, *, nullable: bool) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def computed(name: str, kind: sa.types.TypeEngine[Any], how: str) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.Computed(how, persisted=True))


def words(name: str, collation: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation=collation), nullable=False, server_default="")


def contact_indexes() -> None:
    identified = sa.text("delete_time IS NULL AND email_key <> ''")
    op.create_index(
        "contacts_email_key", "contacts", ["email_key"], unique=True, postgresql_where=identified
    )
    for name in ORDERS:
        op.create_index(f"contacts_by_{name}", "contacts", [name, "id"], postgresql_where=LIVING)
    for name in GROUPS:
        columns = [name, "create_time", "id"]
        op.create_index(f"contacts_of_{name}", "contacts", columns, postgresql_where=LIVING)
    for name in VALUES:
        op.create_index(f"contacts_of_{name}", "contacts", [name], postgresql_where=LIVING)
    op.create_index(
        "contacts_deleted",
        "contacts",
        ["create_time", "id"],
        postgresql_where=sa.text("delete_time IS NOT NULL"),
    )
    op.create_index(
        "contacts_of_former_company_id",
        "contacts",
        ["former_company_id"],
        postgresql_where=sa.text("former_company_id IS NOT NULL"),
    )
    gin("custom_fields", "jsonb_path_ops")
    for name, operators in (
        ("tags", "array_ops"),
        ("search_words", "tsvector_ops"),
        ("typo_keys", "array_ops"),
    ):
        gin(name, operators)


def gin(name: str, operators: str) -> None:
    op.create_index(
        f"contacts_of_{name}",
        "contacts",
        [name],
        postgresql_using="gin",
        postgresql_ops={name: operators},
        postgresql_with={"gin_pending_list_limit": PENDING},
        postgresql_where=LIVING,
    )


def consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time", nullable=False),
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contacts.id"), nullable=False),
        *[words(name) for name in ("state", "text", "text_version", "source", "ip_prefix")],
        sa.Column("form_id", sa.Uuid),
    )
    op.create_index("consents_of_contact", "consents", ["contact_id", "create_time", "id"])
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER consents_stay BEFORE UPDATE OR DELETE ON consents "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
