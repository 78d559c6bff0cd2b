"""What is sent to who left a cart; advertising, so only to who agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BODY = (
    "Hello {{first_name|there}},\n\nwhat you chose is still in your cart. If something kept you "
    "from ordering, answer this mail and we help.\n\nNo more of this: {{unsubscribe_url}}\n"
)
#: A key that people took meanwhile stays theirs.
TEMPLATE = sa.text(
    """
    WITH made AS (
        INSERT INTO templates (id, create_time, update_time, version, key, channel, purpose,
                               subject, body_text, body_html, variables, revision)
        VALUES ('01937b5e-0000-7000-8000-000000000064', now(), now(), 1,
                'cart_left', 'EMAIL', 'PROMOTIONAL', 'Your cart is waiting', :body, '', '{}', 1)
        ON CONFLICT (key) DO NOTHING
        RETURNING id, create_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT '01937b5e-0000-7000-8000-000000000164', create_time, id, subject,
           body_text, body_html, variables, revision FROM made
    """
)


def upgrade() -> None:
    op.execute(TEMPLATE.bindparams(body=BODY))
