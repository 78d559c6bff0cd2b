"""The hostile files and forms of the shared vectors; what each does here is written down."""

import base64
from typing import Any

import pytest

from services.leads.contacts.model import Contact
from tests import vectors
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.browsing import visitor
from tests.integration.leads.filing import Filing, counts, kept, people
from tests.integration.leads.site import CONSENT, Site

BAD = [v for v in vectors.load("bad-input.json") if "flow" not in v["input"]]
FILES = [v for v in BAD if v["area"] == "csv" and v["input"].get("multipart")]
POSTS = [v for v in BAD if v["area"] == "form" and v["input"].get("form")]
FIELDS = [
    {"key": "email", "maps_to": "email", "type": "EMAIL", "required": True},
    {"key": "last_name", "maps_to": "last_name"},
]

#: Vector -> why the file is refused, or (created, updated, skipped, failed) and the last name.
OUTCOMES: dict[str, str | tuple[tuple[int, int, int, int], str | None]] = {
    "csv-001": ((1, 0, 0, 0), '=HYPERLINK("http://evil","x")'),
    "csv-003": ((1, 0, 0, 0), "=cmd|' /C calc'!A0"),
    "csv-006": ((1, 0, 0, 0), "René"),
    "csv-007": ((1, 0, 0, 0), "Lee"),
    "csv-009": ((1, 0, 0, 0), "Lee"),
    "csv-010": "CSV_BROKEN",
    "csv-013": "HEADER_DUPLICATE",
    "csv-014": ((0, 0, 0, 0), None),
    "csv-015": "FILE_EMPTY",
    "csv-016": ((2, 0, 0, 0), "Lee Jr"),
    "csv-022": "NOT_CSV",
    "csv-024": ((0, 0, 0, 1), None),
}
#: Vector -> the status of the answer; 303 leads to the thanks.
STATUSES = {
    "form-001": 303,
    "form-003": 400,
    "form-004": 404,
    "form-005": 429,
    "form-010": 400,
    "form-011": 400,
    "form-014": 303,
}


def content(vector: dict[str, Any]) -> bytes:
    part = next(p for p in vector["input"]["multipart"] if p["name"] == "file")
    return base64.b64decode(part["body_b64"]) if "body_b64" in part else part["body"].encode()


@pytest.mark.parametrize(
    "vector", [v for v in FILES if v["id"] in OUTCOMES], ids=lambda vector: vector["id"]
)
def test_a_hostile_file_is_taken_as_text_or_refused_whole(filing: Filing, vector: dict[str, Any]):
    outcome = OUTCOMES[vector["id"]]
    if isinstance(outcome, str):
        with refused("INVALID_ARGUMENT", outcome):
            filing.upload(content(vector))
        assert kept(filing, Contact) == 0
        return
    expected, last_name = outcome
    assert counts(filing.bring(content(vector)).progress) == expected
    assert last_name is None or last_name in {contact.last_name for contact in people(filing)}


@pytest.mark.parametrize(
    "vector", [v for v in POSTS if v["id"] in STATUSES], ids=lambda vector: vector["id"]
)
def test_a_hostile_post_is_answered_as_written_down(
    site: Site, leads_server: Running, vector: dict[str, Any]
):
    form = site.form(fields=FIELDS, consent=CONSENT, honeypot="website2", visitor_limit=30)
    browser = visitor(leads_server)
    asked = vector["input"]
    fields = {{"_t": "token"}.get(name, name): value for name, value in asked["form"].items()}
    statuses = []
    for number in range(asked.get("repeat", 1)):
        sent = {name: value.replace("{i}", str(number)) for name, value in fields.items()}
        answer, _ = browser.post(asked["path"].replace("{form}", form.id), sent)
        statuses.append(answer.status_code)
    assert statuses[-1] == STATUSES[vector["id"]]
    assert set(statuses[:-1]) <= {303}
    if statuses[-1] == 429:
        assert "Retry-After" in answer.headers
    taken = sum(status == 303 for status in statuses) - (vector["id"] == "form-001")
    assert len(site.people()) == taken
    assert all(contact.marketing_consent == 0 for contact in site.people())
