"""The mail that thanks a new sale, as the first playbook sends it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = (
    "Hello {{first_name|there}},\n\nthank you for your interest: “{{deal_title}}” is in good hands "
    "now. We will call you within the next days; until then, simply answer this mail with "
    "whatever you would like to know.\n"
)

#: A key that people took meanwhile stays theirs.
TEMPLATE = sa.text(
    """
    WITH made AS (
        INSERT INTO templates (id, create_time, update_time, version, key, channel, purpose,
                               subject, body_text, body_html, variables, revision)
        VALUES ('01937b5e-0000-7000-8000-000000000041', now(), now(), 1, 'sales_thank_you', 'EMAIL',
                'TRANSACTIONAL', 'Thank you for your interest', :text, '', '{deal_title}', 1)
        ON CONFLICT (key) DO NOTHING
        RETURNING id, create_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT '01937b5e-0000-7000-8000-000000000051', create_time, id, subject, body_text, body_html,
           variables, revision FROM made
    """
)


def upgrade() -> None:
    op.execute(TEMPLATE.bindparams(text=TEXT))
