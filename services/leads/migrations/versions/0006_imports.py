"""Imports: the job, its file in pieces, what a trial run has seen, and what was refused."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0006"
down_revision = "0005"

COUNTS = ("total", "processed", "created", "updated", "skipped", "failed")


def upgrade() -> None:
    imports()
    pieces()
    refusals()


def imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("team_id", sa.Uuid),
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("idempotency_key", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_size", sa.BigInteger, nullable=False),
        sa.Column("charset", sa.Text, nullable=False),
        sa.Column("delimiter", sa.Text, nullable=False),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("existing", sa.Text, nullable=False),
        sa.Column("contact_owner_id", sa.Uuid),
        sa.Column("contact_team_id", sa.Uuid),
        sa.Column("tags", ARRAY(sa.Text), nullable=False),
        sa.Column("date_format", sa.Text, nullable=False),
        sa.Column("phone_region", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("identity", JSONB, nullable=False),
        sa.Column("run", sa.BigInteger, nullable=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
        sa.Column("next_line", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in COUNTS],
        sa.Column("trial", JSONB),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("start_time", sa.DateTime(timezone=True)),
        sa.Column("end_time", sa.DateTime(timezone=True)),
    )
    for order in ("create_time", "update_time"):
        op.create_index(f"imports_by_{order}", "imports", [order, "id"])
    op.create_index("imports_once", "imports", ["caller", "idempotency_key"], unique=True)


def pieces() -> None:
    # No foreign keys: what belongs to a deleted import is removed bit by bit afterwards.
    op.create_table(
        "import_chunks",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "import_seen",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("run", sa.BigInteger, primary_key=True),
        sa.Column("email_key", sa.Text, primary_key=True),
    )


def refusals() -> None:
    op.create_table(
        "import_refusals",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("run", sa.BigInteger, primary_key=True),
        sa.Column("line", sa.BigInteger, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("cells", ARRAY(sa.Text), nullable=False),
    )
