"""Scoring rules with those everybody begins with, thresholds, and the steps of the lifecycle."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

#: name, group, basis, filter, points, half_life_days, max_entries, min_occurrences, within_days,
#: hot_days
RULES: list[tuple[str, str, str, str, int, int, int, int, int, int]] = [
    ("Company is known", "FIT", "RECORD", "company_name:*", 5, 0, 1, 0, 0, 0),
    ("Phone is known", "FIT", "RECORD", "phone:*", 5, 0, 1, 0, 0, 0),
    (
        "Decides about buying",
        "FIT",
        "RECORD",
        'job_title:"head of" OR job_title:director OR job_title:chief OR job_title:founder '
        "OR job_title:owner OR job_title:president OR job_title:manager",
        15,
        *(0, 1, 0, 0, 0),
    ),
    ("Agreed to hear from us", "FIT", "RECORD", "marketing_consent = GRANTED", 5, 0, 1, 0, 0, 0),
    ("Looked at a page", "ENGAGEMENT", "TIMELINE", "kind = PAGE_VIEW", 1, 7, 10, 0, 0, 0),
    (
        "Looked at prices",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = PAGE_VIEW AND path:pricing",
        *(8, 14, 3, 0, 0, 0),
    ),
    (
        "Looked at prices twice within a week",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = PAGE_VIEW AND path:pricing",
        *(10, 14, 1, 2, 7, 14),
    ),
    (
        "Took a document that buyers take",
        "ENGAGEMENT",
        "TIMELINE",
        "(kind = PRODUCT_EVENT AND name = download AND "
        "(document:pricing OR document:demo OR document:guide)) OR "
        "(kind = FORM AND (form_name:pricing OR form_name:demo OR form_name:guide))",
        *(20, 30, 2, 0, 0, 14),
    ),
    ("Sent a form", "ENGAGEMENT", "TIMELINE", "kind = FORM", 10, 30, 3, 0, 0, 0),
    (
        "Used the product",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = PRODUCT_EVENT AND name in (login, usage)",
        *(3, 14, 5, 0, 0, 0),
    ),
    (
        "Filled a cart",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = PRODUCT_EVENT AND name = cart",
        *(15, 7, 1, 0, 0, 0),
    ),
    (
        "Spoke with us",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = CALL AND outcome = REACHED",
        *(10, 30, 3, 0, 0, 0),
    ),
    (
        "Wants no advertising any more",
        "ENGAGEMENT",
        "TIMELINE",
        "kind = CONSENT AND state = WITHDRAWN",
        *(-20, 90, 1, 0, 0, 0),
    ),
    ("Complained", "ENGAGEMENT", "TIMELINE", "kind = COMPLAINT", -15, 30, 1, 0, 0, 0),
]
NUMBERS = (
    *("points", "half_life_days", "max_entries"),
    *("min_occurrences", "within_days", "hot_days"),
)
LIMITS = {"warm_score": 30, "hot_score": 60, "fit_cap": 40, "engagement_cap": 80, "score_cap": 100}


def upgrade() -> None:
    rules()
    models()
    steps()


def entity() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    ]


def made(number: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    identity = f"01937b5e-7c00-7000-8000-000000000{number}"
    return {"id": identity, "create_time": now, "update_time": now, "version": 1}


def rules() -> None:
    table = op.create_table(
        "scoring_rules",
        *entity(),
        *[sa.Column(n, sa.Text, nullable=False) for n in ("name", "group", "basis", "filter")],
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in NUMBERS],
        sa.Column("disabled", sa.Boolean, nullable=False),
    )
    names = ("name", "group", "basis", "filter", *NUMBERS)
    op.bulk_insert(
        table,
        [
            {**made(number), **dict(zip(names, rule, strict=True)), "disabled": False}
            for number, rule in enumerate(RULES, start=101)
        ],
    )


def models() -> None:
    table = op.create_table(
        "scoring_models",
        *entity(),
        *[sa.Column(name, sa.BigInteger, nullable=False) for name in LIMITS],
    )
    op.bulk_insert(table, [{**made(100), **LIMITS}])


def steps() -> None:
    op.create_table(
        "lifecycle_changes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("contact_id", sa.Uuid, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("occur_time", sa.DateTime(timezone=True), nullable=False),
        *[
            sa.Column(name, sa.Text, nullable=False)
            for name in ("old_stage", "new_stage", "cause", "reason")
        ],
        sa.Column("actor_id", sa.Uuid),
    )
    op.create_index(
        "lifecycle_changes_of_contact", "lifecycle_changes", ["contact_id", "occur_time", "id"]
    )
    op.create_index("lifecycle_changes_by_time", "lifecycle_changes", ["occur_time"])
