"""How people come in: a visitor sends a form, a marketer imports a file. Hostile ones too."""

import base64
import csv
import io
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e import bad_input
from tests.e2e.covering import covers
from tests.e2e.world import World
from tests.harness.http import Client, made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

CONSENT = {"text": "You may write to me.", "text_version": "1"}
QUESTIONS = [
    {"key": "email", "label": "E-mail", "maps_to": "email", "type": "EMAIL", "required": True},
    {"key": "last_name", "label": "Name", "maps_to": "last_name"},
]
FILES = [v for v in bad_input.vectors() if v["area"] == "csv" and v["input"].get("multipart")]
POSTS = [v for v in bad_input.vectors() if v["area"] == "form" and v["input"].get("form")]
REFUSED_FILES = {
    "csv-010": "CSV_BROKEN",
    "csv-013": "HEADER_DUPLICATE",
    "csv-015": "FILE_EMPTY",
    "csv-022": "NOT_CSV",
}


def form_of(world: World, **fields: Any) -> str:
    """A form with a box for consent; its id."""
    asked = {"name": f"Form {uuid4().hex}", "fields": QUESTIONS, "consent": CONSENT, **fields}
    return str(made(world.admin.post("/v1/forms", asked))["id"])


def submit(visitor: Client, form_id: str, answers: Mapping[str, str]) -> int:
    """Posts a form as a browser without script does; the status of the answer."""
    page = visitor.get(f"/public/forms/{form_id}")
    token = re.search(r'name="token" value="([^"]*)"', page.text)
    filled = {"token": token.group(1) if token else "", **answers}
    answer = visitor.call("POST", f"/public/forms/{form_id}", data=filled)
    return answer.status_code


def contact_with(world: World, email: str) -> dict[str, Any] | None:
    found = made(world.admin.get("/v1/contacts", filter=f'email = "{email}"'))["contacts"]
    return found[0] if found else None


def test_a_visitor_becomes_a_contact_with_a_story(suite: Suite, world: World) -> None:
    form_id = form_of(world, owner_id=world["owner"].id, team_id=world["owner"].team_id)
    email = f"{uuid4().hex}@example.com"
    with suite.stranger() as visitor:
        page = visitor.get(f"/public/forms/{form_id}", utm_source="fair")
        assert page.ok
        assert "You may write to me." in page.text
        answers = {"email": email, "last_name": "Hopper", "consent": "on", "utm_source": "fair"}
        assert submit(visitor, form_id, answers) == 303

    rep = world["owner"].client
    contact = contact_with(world, email)
    assert contact is not None
    assert (contact["owner_id"], contact["last_name"]) == (world["owner"].id, "Hopper")
    assert contact["marketing_consent"] == "GRANTED"
    assert contact["first_touch"]["source"] == "fair"
    path = f"/v1/contacts/{contact['id']}"
    kinds = [entry["kind"] for entry in rep.pages(f"{path}/timeline", "entries")]
    assert {"FORM", "CONSENT"} <= set(kinds)
    (consent,) = rep.pages(f"{path}/consents", "consents")
    assert (consent["text"], consent["form_id"]) == ("You may write to me.", form_id)
    (submission,) = rep.pages(f"/v1/forms/{form_id}/submissions", "submissions")
    assert submission["contact_id"] == contact["id"]
    assert submission["new_contact"]


def test_who_writes_twice_is_one_person(suite: Suite, world: World) -> None:
    form_id, email = form_of(world), f"{uuid4().hex}@example.com"
    with suite.stranger() as visitor:
        assert submit(visitor, form_id, {"email": email, "last_name": "Lee"}) == 303
        assert submit(visitor, form_id, {"email": email.upper(), "last_name": "Lee"}) == 303
    found = made(world.admin.get("/v1/contacts:count", filter=f'email = "{email}"'))
    assert found["count"] == 1


@covers("form-001")
def test_what_only_a_robot_fills_in_makes_nobody_a_contact(suite: Suite, world: World) -> None:
    form_id, email = form_of(world), f"{uuid4().hex}@example.com"
    with suite.stranger() as robot:
        answers = {"email": email, "last_name": "Lee", "website2": "http://spam"}
        assert submit(robot, form_id, answers) == 303
    assert contact_with(world, email) is None
    assert made(world.admin.get(f"/v1/forms/{form_id}"))["spam_count"] in (1, "1")


@covers("form-014")
def test_without_the_tick_there_is_no_consent(suite: Suite, world: World) -> None:
    form_id, email = form_of(world), f"{uuid4().hex}@example.com"
    with suite.stranger() as visitor:
        assert submit(visitor, form_id, {"email": email, "last_name": "Lee"}) == 303
    contact = contact_with(world, email)
    assert contact is not None
    assert contact["marketing_consent"] == "CONSENT_STATE_UNSPECIFIED"


@covers("form-005")
def test_one_network_sends_thirty_a_minute(suite: Suite, world: World) -> None:
    form_id = form_of(world)
    with suite.stranger() as visitor:
        answers = [
            visitor.post(
                f"/v1/forms/{form_id}:submit",
                {"values": {"email": f"{uuid4().hex}@example.com", "last_name": "Lee"}},
            )
            for _ in range(32)
        ]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    for answer in answers[30:]:
        problem(answer, 429)
        assert int(answer.headers["Retry-After"]) >= 1


@covers("form-003", "form-004", "form-010", "form-011")
@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"email": "a@example.com", "token": "tampered"}, 400),
        ({"email": "a@[127.0.0.1]", "last_name": "Lee"}, 400),
        ({"email": '"a b"@example.com', "last_name": "Lee"}, 400),
        ({"email": "a@localhost", "last_name": "Lee"}, 400),
        ({"last_name": "Lee"}, 400),
    ],
)
def test_a_hostile_post_is_shown_again_and_kept_by_nobody(
    suite: Suite, world: World, answers: dict[str, str], status: int
) -> None:
    form_id = form_of(world)
    with suite.stranger() as visitor:
        assert submit(visitor, form_id, answers) == status
        assert submit(visitor, "00000000-0000-4000-8000-000000000000", answers) == 404
    assert list(world.admin.pages(f"/v1/forms/{form_id}/submissions", "submissions")) == []


def content(vector: Mapping[str, Any]) -> bytes:
    part = next(part for part in vector["input"]["multipart"] if part["name"] == "file")
    return base64.b64decode(part["body_b64"]) if "body_b64" in part else part["body"].encode()


@covers(*(vector["id"] for vector in FILES))
@pytest.mark.parametrize("vector", FILES, ids=lambda vector: vector["id"])
def test_a_hostile_file_is_taken_as_text_or_refused_whole(
    world: World, vector: Mapping[str, Any]
) -> None:
    marketer = world["leader"].client
    answer = marketer.call(
        "POST", "/v1/imports", files={"file": ("leads.csv", content(vector), "text/csv")}
    )
    if vector["id"] in REFUSED_FILES:
        problem(answer, 400, REFUSED_FILES[vector["id"]])
    else:
        assert made(answer)["state"] == "DRAFT"


def uploaded(marketer: Client, text: str, **headers: str) -> dict[str, Any]:
    return made(
        marketer.call(
            "POST",
            "/v1/imports?file_name=people.csv",
            data=text.encode(),
            headers={"Content-Type": "text/csv", **headers},
        )
    )


def finished(marketer: Client, import_id: str) -> dict[str, Any]:
    """The import when it is over."""

    def over() -> dict[str, Any] | None:
        job = made(marketer.get(f"/v1/imports/{import_id}"))
        return job if job["state"] in ("SUCCEEDED", "FAILED", "CANCELLED") else None

    return eventually(over, within=60, what="the import is over") or {}


def test_a_file_becomes_contacts_and_says_what_it_refused(world: World) -> None:
    marketer, mark = world["leader"].client, uuid4().hex[:8]
    lines = [f"p{n}.{mark}@example.com,Person{n},={n}+1" for n in range(250)]
    lines[7], lines[99] = f"nonsense {mark},Nobody,", f"p3.{mark}@example.com,Twice,"
    job = uploaded(marketer, "\n".join(["email,last_name,job_title", *lines, ""]))
    assert [column["suggested_field"] for column in job["columns"]][:2] == ["email", "last_name"]

    path = f"/v1/imports/{job['id']}"
    mapping = {"email": "email", "last_name": "last_name", "job_title": "job_title"}
    made(marketer.patch(path, {"mapping": mapping, "tags": [mark], "existing": "SKIP"}))
    made(marketer.post(f"{path}:start"))
    job = finished(marketer, job["id"])
    assert job["state"] == "SUCCEEDED"
    progress = {name: int(count) for name, count in job["progress"].items()}
    assert (progress["total"], progress["processed"], progress["percent"]) == (250, 250, 100)
    assert (progress["created"], progress["skipped"], progress["failed"]) == (248, 1, 1)

    errors = marketer.get(f"{path}:errors")
    (row,) = csv.DictReader(io.StringIO(errors.content.decode("utf-8-sig")))
    assert (row["line"], row["column"]) == ("9", "email")
    assert made(marketer.get("/v1/contacts:count", filter=f"tags:{mark}"))["count"] == 248

    exported = marketer.get("/v1/contacts:export", filter=f"tags:{mark}").content.decode(
        "utf-8-sig"
    )
    titles = {row["job_title"] for row in csv.DictReader(io.StringIO(exported))}
    assert titles <= {f"'={n}+1" for n in range(250)}, "a cell would run in a spreadsheet"
    shown = made(marketer.get("/v1/contacts", filter=f"tags:{mark}", page_size=1))["contacts"][0]
    assert re.fullmatch(r"=\d+\+1", shown["job_title"]), "it is not kept as it came"


@covers("csv-019")
def test_a_file_sent_twice_with_one_key_is_one_import(world: World) -> None:
    marketer, key = world["leader"].client, uuid4().hex
    text = f"email,last_name\n{key}@example.com,Lee\n"
    first = uploaded(marketer, text, **{"Idempotency-Key": key})
    again = uploaded(marketer, text, **{"Idempotency-Key": key})
    assert first["id"] == again["id"]
