"""The mail that asks a customer whether they would recommend us."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TEXT = (
    "Hello {{first_name|there}},\n\nyou have worked with us for a while. Would you recommend us to "
    "a friend or colleague? It takes one click:\n\n{{survey_url}}\n"
)

#: A key that people took meanwhile stays theirs.
TEMPLATE = sa.text(
    """
    WITH made AS (
        INSERT INTO templates (id, create_time, update_time, version, key, channel, purpose,
                               subject, body_text, body_html, variables, revision)
        VALUES ('01937b5e-0000-7000-8000-000000000042', now(), now(), 1, 'nps_survey', 'EMAIL',
                'SERVICE', 'Would you recommend us?', :text, '', '{survey_url}', 1)
        ON CONFLICT (key) DO NOTHING
        RETURNING id, create_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT '01937b5e-0000-7000-8000-000000000052', create_time, id, subject, body_text, body_html,
           variables, revision FROM made
    """
)


def upgrade() -> None:
    op.execute(TEMPLATE.bindparams(text=TEXT))
