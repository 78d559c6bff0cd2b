"""The bare baseline: hand-written Flask views with psycopg on the same table and server.

What the same answers cost with nothing around them: no sign-in, no scope, no validation, no
outbox, no second process. Served by the same WSGI server with the same settings.
"""

import json
import os
import re
import sys
from typing import Any

import flask
import psycopg
from granian.constants import HTTPModes, Interfaces
from granian.server import Server
from psycopg.rows import dict_row

from gateway.settings import GatewaySettings

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
app = flask.Flask(__name__)
_free: list[psycopg.Connection[dict[str, Any]]] = []


def rows(statement: str, parameters: Any = None) -> list[dict[str, Any]]:
    """Runs one statement on a pooled connection."""
    connection = (
        _free.pop()
        if _free
        else psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row)
    )
    try:
        return connection.execute(statement, parameters).fetchall()  # type: ignore[arg-type]
    finally:
        _free.append(connection)


def answer(value: object) -> flask.Response:
    """JSON as Flask writes it."""
    return flask.Response(json.dumps(value, default=str), mimetype="application/json")


@app.get("/contacts/<uuid:contact_id>")
def get(contact_id: Any) -> flask.Response:
    return answer(rows(f"{LIVING} AND id = %s", (contact_id,))[0])


@app.get("/contacts")
def list_contacts() -> flask.Response:
    stage = flask.request.args.get("lifecycle_stage")
    where = " AND lifecycle_stage = %s" if stage else ""
    statement = f"{LIVING}{where} ORDER BY create_time DESC, id DESC LIMIT 50"
    return answer({"contacts": rows(statement, (stage,) if stage else None)})


@app.get("/contacts/search")
def search() -> flask.Response:
    words = " & ".join(f"'{word}':*" for word in re.findall(r"\w+", flask.request.args["query"]))
    begun = f"{LIVING} AND search_words @@ lower(%s)::tsquery LIMIT 20"
    return answer({"contacts": rows(begun, (words,))})


@app.post("/contacts")
def create() -> flask.Response:
    return answer(rows(CREATE, flask.request.get_json())[0])


@app.patch("/contacts/<uuid:contact_id>")
def update(contact_id: Any) -> flask.Response:
    return answer(rows(UPDATE, {"id": contact_id, **flask.request.get_json()})[0])


def main(port: int) -> None:
    """Serves as the gateway is served: same server, as many workers and threads."""
    fields = GatewaySettings.model_fields
    Server(
        "tests.load.baseline:app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=fields["gateway_workers"].default,
        blocking_threads=fields["gateway_threads"].default,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
