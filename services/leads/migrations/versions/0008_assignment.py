"""People, assignment rules, assignments with their follow-up clocks, response times."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0008"
down_revision = "0007"

OPEN = sa.text("end_time IS NULL")
#: What a lead may wait unless an admin says otherwise: three days, warned a day before.
POLICY = (
    "INSERT INTO follow_up_policy VALUES "
    "('01937b5e-0000-7000-8000-000000000040', now(), now(), 1, 72, 24, 'UTC')"
)


def upgrade() -> None:
    people()
    rules()
    assignments()
    follow_up()


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def entity() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time"),
        moment("update_time"),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]


def people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("role_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("team_ids", ARRAY(sa.Text), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        moment("absent_until_time", nullable=True),
    )
    op.create_index("people_of_team_ids", "people", ["team_ids"], postgresql_using="gin")


def rules() -> None:
    op.create_table(
        "assignment_rules",
        *entity(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("filter", sa.Text, nullable=False),
        sa.Column("strategy", sa.Text, nullable=False),
        sa.Column("member_ids", ARRAY(sa.Text), nullable=False),
        sa.Column("member_team_id", sa.Uuid),
        sa.Column("capacity", sa.BigInteger, nullable=False),
        sa.Column("last_user_id", sa.Uuid),
    )


def assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid, primary_key=True),
        moment("create_time"),
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("user_name", sa.Text, nullable=False),
        sa.Column("previous_user_id", sa.Uuid),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("rule_id", sa.Uuid),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("candidates", JSONB, nullable=False),
        moment("end_time", nullable=True),
        sa.Column("follow_up", sa.Text, nullable=False),
        moment("warn_time", nullable=True),
        moment("due_time", nullable=True),
        moment("touch_time", nullable=True),
    )
    history = ["contact_id", "create_time", "id"]
    op.create_index("assignments_of_contact", "assignments", history)
    op.create_index(
        "assignments_once", "assignments", ["contact_id"], unique=True, postgresql_where=OPEN
    )
    op.create_index("assignments_open", "assignments", ["user_id"], postgresql_where=OPEN)
    op.create_table(
        "assignment_waits",
        sa.Column("contact_id", sa.Uuid, primary_key=True),
        moment("create_time"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("passed_over_id", sa.Uuid),
    )
    op.create_index("assignment_waits_in_turn", "assignment_waits", ["create_time", "contact_id"])


def follow_up() -> None:
    op.create_table(
        "follow_up_policy",
        *entity(),
        sa.Column("due_hours", sa.BigInteger, nullable=False),
        sa.Column("warn_hours", sa.BigInteger, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
    )
    op.execute(POLICY)
    op.create_table(
        "first_touches",
        sa.Column("contact_id", sa.Uuid, primary_key=True),
        moment("touch_time"),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("seconds", sa.BigInteger, nullable=False),
        sa.Column("business_seconds", sa.BigInteger, nullable=False),
    )
    op.create_index("first_touches_by_time", "first_touches", ["touch_time"])
