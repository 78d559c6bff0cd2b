"""First words that fit every form and every deal; where people changed them, theirs stay.

Each is a new revision, as if somebody had written it: what was sent before keeps its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SENT_US = "thank you for sending us “{{form_name}}”."
ARRIVED = "thank you. What you sent us with “{{form_name}}” has arrived."
#: (key, id of its new revision, what it said, what it says now)
WORDS = (
    (
        "form_confirmation",
        "01937b5e-0000-7000-8000-000000000201",
        f"{SENT_US} We have received it and will be in touch.",
        f"{ARRIVED} We will be in touch.",
    ),
    ("consent_confirmation", "01937b5e-0000-7000-8000-000000000202", SENT_US, ARRIVED),
    (
        "onboarding",
        "01937b5e-0000-7000-8000-000000000203",
        "thank you for choosing us: “{{deal_title}}” is on its way. We will call you within the "
        "next days to get you started.",
        "thank you for choosing us. We will call you within the next days to get you started "
        "with “{{deal_title}}”.",
    ),
    (
        "survey",
        "01937b5e-0000-7000-8000-000000000204",
        "How did we do? It takes one click:",
        "How did we do? Your answer takes half a minute:",
    ),
)
CHANGE = sa.text(
    """
    WITH changed AS (
        UPDATE templates
        SET body_text = replace(body_text, :old, :new), revision = 2, version = version + 1,
            update_time = now()
        WHERE key = :key AND revision = 1 AND position(:old IN body_text) > 0
        RETURNING id, update_time, subject, body_text, body_html, variables, revision
    )
    INSERT INTO template_revisions (id, create_time, template_id, subject, body_text, body_html,
                                    variables, revision)
    SELECT CAST(:id AS uuid), update_time, id, subject, body_text, body_html, variables, revision
    FROM changed
    """
)


def upgrade() -> None:
    for key, new_id, old, new in WORDS:
        op.execute(CHANGE.bindparams(key=key, id=new_id, old=old, new=new))
