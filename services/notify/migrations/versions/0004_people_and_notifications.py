"""Who works here, what they are told and how; complaints; campaigns; mails in conversations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
#: (key, purpose, subject, text, variables): what is sent by itself as long as nobody changes it.
TEMPLATES: tuple[tuple[str, str, str, str, list[str]], ...] = (
    (
        "consent_confirmation",
        "TRANSACTIONAL",
        "Please confirm",
        "Hello {{first_name|there}},\n\nthank you for sending us “{{form_name}}”. You agreed that "
        "we write to you; please confirm it with one click:\n\n{{confirmation_url}}\n\nWithout it "
        "nothing happens.\n",
        ["form_name", "confirmation_url"],
    ),
    (
        "notification",
        "SERVICE",
        "{{title}}",
        "Hello {{name}},\n\n{{title}}\n{{body|}}\n\n{{url}}\n",
        ["name", "title", "body", "url"],
    ),
    (
        "survey",
        "SERVICE",
        "How did we do? [#{{ticket_number}}]",
        "Hello {{first_name|there}},\n\nwe solved “{{ticket_subject}}”. How did we do? It takes "
        "one click:\n\n{{survey_url}}\n",
        ["ticket_number", "ticket_subject", "survey_url"],
    ),
    (
        "ticket_reply",
        "TRANSACTIONAL",
        "Re: {{ticket_subject}} [#{{ticket_number}}]",
        "{{text}}\n\n{{author_name|}}\n",
        ["ticket_number", "ticket_subject", "text", "author_name"],
    ),
)


def upgrade() -> None:
    people()
    notifications()
    op.create_table(
        "complaints",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("open_time", MOMENT, nullable=False),
        sa.Column("close_time", MOMENT),
    )
    op.create_index("complaints_of_contact", "complaints", ["contact_id"])
    op.create_index("complaints_of_email", "complaints", ["email"])
    op.create_table("stopped_campaigns", sa.Column("id", sa.Uuid, primary_key=True))
    op.add_column("messages", sa.Column("campaign_id", sa.Uuid))
    op.add_column("messages", sa.Column("thread", JSONB, nullable=False, server_default="{}"))
    op.add_column("messages", sa.Column("bounce_time", MOMENT))
    templates()
    with op.get_context().autocommit_block():
        op.create_index(
            "messages_of_campaign_id",
            "messages",
            ["campaign_id", "create_time", "id"],
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def people() -> None:
    """The copy of who works here."""
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in ("name", "email")],
        *[sa.Column(n, ARRAY(sa.Text), nullable=False) for n in ("role_keys", "team_ids")],
        sa.Column("active", sa.Boolean, nullable=False),
    )


def notifications() -> None:
    """What people are told, and how they want to hear of it."""
    texts = ("kind", "title", "body", "subject_type", "subject_id", "source")
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in texts],
        sa.Column("read", sa.Boolean, nullable=False),
        sa.Column("read_time", MOMENT),
    )
    once = ["user_id", "source"]
    op.create_index("notifications_once", "notifications", once, unique=True)
    op.create_index("notifications_of_user", "notifications", ["user_id", "create_time", "id"])
    op.create_index(
        "notifications_unread",
        "notifications",
        ["user_id", "create_time", "id"],
        postgresql_where=sa.text("NOT read"),
    )
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", MOMENT, nullable=False),
        sa.Column("update_time", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        *[sa.Column(name, sa.Boolean) for name in ("in_app", "mail")],
    )
    wish = ["user_id", "kind"]
    op.create_index("notification_preferences_once", "notification_preferences", wish, unique=True)


def templates() -> None:
    """More templates; a key that people took meanwhile stays theirs."""
    for number, (key, purpose, subject, text, variables) in enumerate(TEMPLATES, start=3):
        row = {
            "id": f"01937b5e-0000-7000-8000-00000000002{number}",
            "kept_id": f"01937b5e-0000-7000-8000-00000000003{number}",
            "key": key,
            "purpose": purpose,
            "subject": subject,
            "text": text,
            "variables": variables,
        }
        op.execute(TEMPLATE.bindparams(**row))


TEMPLATE = sa.text(
    """
    WITH made AS (
        INSERT INTO templates (id, create_time, update_time, version, key, channel, purpose,
                               subject, body_text, body_html, variables, revision)
        SELECT CAST(:id AS uuid), now(), now(), 1, :key, 'EMAIL', :purpose, :subject, :text, '',
               CAST(:variables AS text[]), 1
        ON CONFLICT (key) DO NOTHING
        RETURNING id, create_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT CAST(:kept_id AS uuid), create_time, id, subject, body_text, body_html, variables,
           revision FROM made
    """
)
