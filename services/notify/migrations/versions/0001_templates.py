"""Templates with their revisions, and those that the product sends by itself."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0001"
down_revision = None

#: (key, subject, text, variables): what is sent by itself as long as nobody changes it.
FIRST: tuple[tuple[str, str, str, list[str]], ...] = (
    (
        "form_confirmation",
        "We received your message",
        "Hello {{first_name|there}},\n\nthank you for sending us “{{form_name}}”. "
        "We have received it and will be in touch.\n",
        ["form_name"],
    ),
    (
        "onboarding",
        "Welcome aboard",
        "Hello {{first_name|there}},\n\nthank you for choosing us: “{{deal_title}}” is on its "
        "way. We will call you within the next days to get you started.\n",
        ["deal_title"],
    ),
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    templates = op.create_table(
        "templates",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("update_time", moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("key", "channel", "purpose")],
        *words(),
    )
    revisions = op.create_table(
        "template_revisions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", moment, nullable=False),
        sa.Column("template_id", sa.Uuid, nullable=False),
        *words(),
    )
    op.create_index("templates_by_key", "templates", ["key"], unique=True)
    for name in ("create_time", "update_time"):
        op.create_index(f"templates_by_{name}", "templates", [name, "id"])
    op.create_index(
        "template_revisions_of_template",
        "template_revisions",
        ["template_id", "revision"],
        unique=True,
    )
    start(templates, revisions)


def words() -> list[sa.Column[Any]]:
    """What a template says."""
    return [
        *[sa.Column(n, sa.Text, nullable=False) for n in ("subject", "body_text", "body_html")],
        sa.Column("variables", ARRAY(sa.Text), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    ]


def start(templates: sa.Table, revisions: sa.Table) -> None:
    """The first templates, with ids that are the same everywhere."""
    for number, (key, subject, text, variables) in enumerate(FIRST, start=1):
        said = {
            "subject": subject,
            "body_text": text,
            "body_html": "",
            "variables": variables,
            "revision": 1,
            "create_time": sa.func.now(),
        }
        template_id = f"01937b5e-0000-7000-8000-00000000002{number}"
        about = {"key": key, "channel": "EMAIL", "purpose": "TRANSACTIONAL", "version": 1}
        row = {**said, **about, "update_time": sa.func.now()}
        op.execute(templates.insert().values(id=template_id, **row))
        kept_id = f"01937b5e-0000-7000-8000-00000000003{number}"
        op.execute(revisions.insert().values(id=kept_id, template_id=template_id, **said))
