"""Users, teams, roles, sessions, API keys, and the append-only, chained audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)
#: Names sort as people expect, "apple" before "Zebra".
COLLATIONS = {"name": "und-x-icu"}


def upgrade() -> None:
    users()
    teams()
    roles()
    sessions()
    api_keys()
    audit_entries()
    op.execute(CHAIN)
    op.execute(APPEND_ONLY)


def resource(*columns: sa.Column[object]) -> list[sa.Column[object]]:
    """The columns of every resource, and its own."""
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *columns,
    ]


def text(*names: str) -> list[sa.Column[object]]:
    """Text columns, empty when nothing is said."""
    return [
        sa.Column(name, sa.Text(collation=COLLATIONS.get(name)), nullable=False, server_default="")
        for name in names
    ]


def texts(name: str) -> sa.Column[object]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def orders(table: str, *names: str) -> None:
    """An index for every order a list offers."""
    for name in names:
        op.create_index(f"{table}_by_{name}", table, [name, "id"])


def users() -> None:
    own = text("email", "email_key", "name", "locale", "time_zone", "state", "password_hash")
    op.create_table(
        "users",
        *resource(*own, texts("team_ids"), texts("role_ids")),
        sa.Column("present", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("last_sign_in_time", TIME),
    )
    op.create_index("users_email_key", "users", ["email_key"], unique=True)
    op.create_index("users_of_team_ids", "users", ["team_ids"], postgresql_using="gin")
    op.create_index("users_of_role_ids", "users", ["role_ids"], postgresql_using="gin")
    orders("users", "name", "email", "create_time", "update_time")


def teams() -> None:
    op.create_table("teams", *resource(*text("name", "name_key", "description")))
    op.create_index("teams_name_key", "teams", ["name_key"], unique=True)
    orders("teams", "name", "create_time", "update_time")


def roles() -> None:
    op.create_table(
        "roles",
        *resource(*text("key", "name", "name_key", "description")),
        sa.Column("grants", JSONB, nullable=False, server_default="[]"),
        sa.Column("built_in", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("roles_key", "roles", ["key"], unique=True)
    op.create_index("roles_name_key", "roles", ["name_key"], unique=True)
    orders("roles", "name", "create_time", "update_time")


def sessions() -> None:
    op.create_table(
        "sessions",
        *resource(*text("user_agent", "ip_prefix")),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("last_seen_time", TIME, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
    )
    op.create_index("sessions_of_user_id", "sessions", ["user_id", "last_seen_time"])
    op.create_index("sessions_expired", "sessions", ["expire_time"])


def api_keys() -> None:
    op.create_table(
        "api_keys",
        *resource(*text("name", "prefix"), texts("scopes")),
        sa.Column("owner_id", sa.Uuid, sa.ForeignKey("users.id")),
        sa.Column("team_id", sa.Uuid),
        sa.Column("key_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("expire_time", TIME),
        sa.Column("last_used_time", TIME),
        sa.Column("revoke_time", TIME),
    )
    op.create_index("api_keys_of_owner_id", "api_keys", ["owner_id", "create_time", "id"])
    orders("api_keys", "name", "create_time", "update_time")


def audit_entries() -> None:
    own = text("actor", "actor_name", "action", "resource", "resource_name")
    op.create_table(
        "audit_entries",
        *resource(*own, *text("ip_prefix", "request_id", "detail")),
        sa.Column("changes", JSONB, nullable=False, server_default="[]"),
        sa.Column("seq", sa.BigInteger, nullable=False, unique=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    orders("audit_entries", "create_time")
    for name in ("actor", "action", "resource"):
        op.create_index(f"audit_entries_of_{name}", "audit_entries", [name, "create_time", "id"])


#: Every entry's hash covers the one before, so that a changed or missing entry shows.
CHAIN = """
CREATE FUNCTION audit_hash(previous bytea, entry audit_entries) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(previous || convert_to(json_build_array(
    entry.seq, entry.id, extract(epoch FROM entry.create_time), entry.actor, entry.actor_name,
    entry.action, entry.resource, entry.resource_name, entry.changes, entry.ip_prefix,
    entry.request_id, entry.detail)::text, 'UTF8'))
$$;
CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  latest audit_entries;
BEGIN
  PERFORM pg_advisory_xact_lock(7300002);
  SELECT * INTO latest FROM audit_entries ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(latest.seq, 0) + 1;
  NEW.hash := audit_hash(coalesce(latest.hash, ''::bytea), NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chained BEFORE INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION chain_audit();
"""

APPEND_ONLY = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
"""
