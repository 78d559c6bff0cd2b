"""The answers, hand-written: one SQL statement each on a pooled connection, as JSON."""

import json
import os
import re
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
#: Which answer, and its parameters as JSON has them -> the answer's JSON.
Ask = Callable[[str, Row], bytes]

COLUMNS = (
    "id, create_time, update_time, version, owner_id, team_id, first_name, last_name, full_name,"
    " email, phone, job_title, company_id, company_name, country, city, language, time_zone,"
    " birth_date, tags, custom_fields, source, lifecycle_stage, marketing_consent,"
    " last_activity_time"
)
LIVING = f"SELECT {COLUMNS} FROM contacts WHERE delete_time IS NULL"
CREATE = (
    "INSERT INTO contacts (id, create_time, update_time, last_activity_time, version, first_name,"
    " last_name, full_name, email, email_key, lifecycle_stage, marketing_consent)"
    " VALUES (gen_random_uuid(), now(), now(), now(), 1, %(first_name)s, %(last_name)s,"
    " %(first_name)s || ' ' || %(last_name)s, %(email)s, lower(%(email)s), 'LEAD',"
    f" 'CONSENT_STATE_UNSPECIFIED') RETURNING {COLUMNS}"
)
UPDATE = (
    "UPDATE contacts SET job_title = %(job_title)s, update_time = now(), version = version + 1"
    f" WHERE id = %(id)s AND delete_time IS NULL RETURNING {COLUMNS}"
)
_free: list[psycopg.Connection[Row]] = []


def document(name: str, parameters: Row) -> bytes:
    """An answer from this process."""
    return json.dumps(ANSWERS[name](parameters), default=str).encode()


def rows(statement: str, parameters: Any = None) -> list[Row]:
    """Runs one statement on a pooled connection."""
    connection = (
        _free.pop()
        if _free
        else psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row)
    )
    try:
        return connection.execute(statement, parameters).fetchall()
    finally:
        _free.append(connection)


def get(parameters: Row) -> Row:
    """One contact."""
    return rows(f"{LIVING} AND id = %(id)s", parameters)[0]


def list_contacts(parameters: Row) -> Row:
    """The newest, of a lifecycle stage if one is named."""
    where = " AND lifecycle_stage = %(lifecycle_stage)s" if parameters else ""
    statement = f"{LIVING}{where} ORDER BY create_time DESC, id DESC LIMIT 50"
    return {"contacts": rows(statement, parameters or None)}


def search(parameters: Row) -> Row:
    """Those who have all the words, or words that begin so."""
    words = " & ".join(f"'{word}':*" for word in re.findall(r"\w+", parameters["query"]))
    begun = f"{LIVING} AND search_words @@ lower(%s)::tsquery LIMIT 20"
    return {"contacts": rows(begun, (words,))}


ANSWERS: dict[str, Callable[[Row], Row]] = {
    "get": get,
    "list": list_contacts,
    "search": search,
    "create": lambda parameters: rows(CREATE, parameters)[0],
    "update": lambda parameters: rows(UPDATE, parameters)[0],
}
