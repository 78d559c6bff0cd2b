"""Forms and imports over HTTP, as programs use them."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.harness.people import Person
from tests.harness.services import Running
from tests.integration.leads.browsing import app_before
from tests.integration.leads.filing import Filing

CSV = b"E-Mail;Name;Tarif\nada@example.com;Ada Lovelace;big\nnonsense;Eve;\n"


@pytest.fixture
def program(leads_server: Running, admin: Person) -> FlaskClient:
    """A program with an admin's key."""
    return app_before(leads_server, admin).test_client()


def test_a_file_goes_in_and_its_refusals_come_out(program: FlaskClient, filing: Filing):
    upload = {"file": (BytesIO(CSV), "Leute & mehr.csv", "text/csv"), "delimiter": ";"}
    made = program.post("/v1/imports", data=upload, headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    assert path == f"/v1/imports/{made.json['id']}"
    assert (made.json["file_name"], made.json["mapping"]) == (
        "Leute & mehr.csv",
        {"E-Mail": "email", "Name": "full_name"},
    )
    change = {"mapping": {"E-Mail": "email", "Tarif": "tags"}, "existing": "SKIP"}
    changed = program.patch(path, json=change, headers={"If-Match": made.headers["ETag"]})
    assert changed.json["mapping"] == change["mapping"], changed.text
    assert program.post(f"{path}:start", json={}).json["state"] == "RUNNING"
    filing.work()
    over = program.get(path).json
    assert (over["state"], over["progress"]["percent"]) == ("SUCCEEDED", 100)
    report = program.get(f"{path}:errors")
    assert report.mimetype == "text/csv"
    assert "import-errors-" in report.headers["Content-Disposition"]
    assert report.text.splitlines()[1].startswith("3,E-Mail,must be an e-mail address")


def test_a_file_may_come_as_it_is(program: FlaskClient):
    raw = {"content_type": "text/csv"}
    answers = [
        program.post(
            "/v1/imports?file_name=people.csv", data=CSV, headers={"Idempotency-Key": "k"}, **raw
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert answers[0].json["file_name"] == "people.csv"
    reused = program.post("/v1/imports", data=b"email\n", headers={"Idempotency-Key": "k"}, **raw)
    assert (reused.status_code, reused.json["reason"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    broken = program.post("/v1/imports", data=b'email\n"a', **raw)
    assert (broken.status_code, broken.json["reason"]) == (400, "CSV_BROKEN")
    assert broken.json["metadata"] == {"line": "2"}


def test_a_mapping_that_is_wrong_is_pointed_at(program: FlaskClient):
    made = program.post("/v1/imports", data=CSV, content_type="text/csv").json
    answer = program.patch(f"/v1/imports/{made['id']}", json={"mapping": {"E-Mail": "mail"}})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json["errors"]] == ["#/mapping/E-Mail"]


def test_a_form_is_made_shown_and_sent_as_json(program: FlaskClient):
    form = program.post("/v1/forms", json={"name": "Demo", "consent": {"text": "Yes?"}})
    assert form.status_code == 201, form.text
    path = f"/v1/forms/{form.json['id']}"
    assert program.get(f"{path}:show").json["title"] == "Demo"
    wrong = program.post(f"{path}:submit", json={"values": {"email": "no", "x": 1}})
    assert wrong.status_code == 400
    pointers = {error["pointer"] for error in wrong.json["errors"]}
    assert pointers == {"#/values/email", "#/values/x"}
    sent = {"values": {"email": "ada@example.com", "name": "Ada"}, "consent": True}
    answers = [program.post(f"{path}:submit", json=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    listed = program.get(f"{path}/submissions?filter=consent=true").json["submissions"]
    assert [entry["new_contact"] for entry in listed] == [False, True]
    assert program.get(path).json["submission_count"] == "2"
    cleared = program.patch(path, json={"consent": None})
    assert "consent" not in cleared.json


def test_a_form_that_is_gone_is_not_found(program: FlaskClient):
    path = "/v1/forms/00000000-0000-4000-8000-000000000000"
    for answer in (program.get(path), program.post(f"{path}:submit", json={"values": {}})):
        assert (answer.status_code, answer.json["reason"]) == (404, "FORM_NOT_FOUND")


def test_a_visitor_who_repeats_a_post_is_counted_once(program: FlaskClient):
    path = f"/v1/forms/{program.post('/v1/forms', json={'name': 'Demo'}).json['id']}"
    sent = {"values": {"email": "ada@example.com"}}
    key = {"Idempotency-Key": "a visitor's retry".replace(" ", "-")}
    answers = [program.post(f"{path}:submit", json=sent, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert program.get(path).json["submission_count"] == "1"


def test_forms_are_listed_deleted_and_brought_back(program: FlaskClient):
    made = [program.post("/v1/forms", json={"name": name}).json for name in ("Demo", "Call me")]
    names = [form["name"] for form in program.get("/v1/forms?order_by=name").json["forms"]]
    assert names == ["Call me", "Demo"]
    program.post(f"/v1/forms/{made[0]['id']}:archive", json={})
    active = program.get("/v1/forms", query_string={"filter": "state = ACTIVE"}).json["forms"]
    assert [form["name"] for form in active] == ["Call me"]
    assert program.delete(f"/v1/forms/{made[0]['id']}").status_code == 204
    deleted = program.get("/v1/forms?show_deleted=true").json["forms"]
    assert [form["name"] for form in deleted] == ["Demo"]
    back = program.post(f"/v1/forms/{made[0]['id']}:undelete", json={})
    assert (back.status_code, back.json["state"]) == (200, "ARCHIVED")


def test_imports_are_listed_by_state(program: FlaskClient):
    made = program.post("/v1/imports", data=CSV, content_type="text/csv").json
    for state, ids in (("DRAFT", [made["id"]]), ("RUNNING", [])):
        found = program.get("/v1/imports", query_string={"filter": f"state = {state}"}).json
        assert [job["id"] for job in found["imports"]] == ids
