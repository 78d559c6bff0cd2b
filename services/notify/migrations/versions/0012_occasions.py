"""What is sent on the occasions of leads; advertising, so only to who agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

END = "\n\nNo more of this: {{unsubscribe_url}}\n"
#: number, key, subject, text
TEMPLATES = (
    (
        "61",
        "birthday",
        "Happy birthday, {{first_name|there}}",
        "Dear {{first_name|there}},\n\nall of us wish you a happy birthday and a good year.",
    ),
    (
        "62",
        "we_miss_you",
        "We miss you, {{first_name|there}}",
        "Hello {{first_name|there}},\n\nwe have not heard from you for a while. A tip for your "
        "next visit: begin with one small thing, and ask us whenever you are stuck. An answer to "
        "this mail is enough.",
    ),
    (
        "63",
        "half_a_year",
        "Half a year together: thank you",
        "Hello {{first_name|there}},\n\nyou have been with us for half a year. Thank you for your "
        "trust. What should we do better in the next one?",
    ),
)
#: A key that people took meanwhile stays theirs.
TEMPLATE = sa.text(
    """
    WITH made AS (
        INSERT INTO templates (id, create_time, update_time, version, key, channel, purpose,
                               subject, body_text, body_html, variables, revision)
        VALUES (CAST('01937b5e-0000-7000-8000-0000000000' || :number AS uuid), now(), now(), 1,
                :key, 'EMAIL', 'PROMOTIONAL', :subject, :body, '', '{}', 1)
        ON CONFLICT (key) DO NOTHING
        RETURNING id, create_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT CAST('01937b5e-0000-7000-8000-0000000001' || :number AS uuid), create_time, id, subject,
           body_text, body_html, variables, revision FROM made
    """
)


def upgrade() -> None:
    for number, key, subject, body in TEMPLATES:
        values = {"number": number, "key": key, "subject": subject, "body": body + END}
        op.execute(TEMPLATE.bindparams(**values))
