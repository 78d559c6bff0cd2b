"""One-click unsubscribe over HTTP, by the shared vectors of RFC 8058, and the link's page."""

import re
from typing import Any
from uuid import UUID

import pytest
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc, preferences_pb2, preferences_pb2_grpc
from flask.testing import FlaskClient

from services.notify.links import Links as Signer
from tests import vectors
from tests.harness.people import PAGE_TOKEN_KEY, Person

REQUESTS = vectors.load("rfc8058_unsubscribe.json").get("requests", [])
Links = preferences_pb2_grpc.PreferenceServiceStub
PAIR = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(mails: messages_pb2_grpc.MessageServiceStub, marketer: Person) -> str:
    """The path of a message's link."""
    values = {"form_name": "Contact"}
    request = pb.SendMessageRequest(
        template_key="form_confirmation", email="ada@example.com", values=values
    )
    message = mails.SendMessage(request, metadata=marketer.metadata())
    return Signer(PAGE_TOKEN_KEY, "").unsubscribe_url(UUID(message.id))


def subscribed(preferences: Links, path: str) -> bool:
    request = preferences_pb2.ShowPreferencesRequest(token=path.rpartition("/")[2])
    return preferences.ShowPreferences(request).promotional


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case["id"])
def test_a_request_does_what_the_vectors_say(
    browser: FlaskClient, preferences: Links, path: str, case: dict[str, Any]
) -> None:
    target = "/public/unsubscribe/forged" if "forged" in case["path"] else path
    kind = case.get("content_type", "application/x-www-form-urlencoded")
    for _ in range(case.get("repeat", 1)):
        answer = browser.open(
            target, method=case["method"], data=case.get("body"), content_type=kind
        )
        status = str(case["expected"].get("status", answer.status_code))
        assert re.match(status[:1], str(answer.status_code)), answer.text
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert subscribed(preferences, path) is not case["expected"]["unsubscribed"]


def test_the_page_has_one_button_that_turns_into_the_way_back(
    browser: FlaskClient, preferences: Links, path: str
) -> None:
    shown = browser.get(path)
    assert shown.status_code == 200
    assert "a••@example.com" in shown.text
    assert 'name="List-Unsubscribe" value="One-Click"' in shown.text

    done = browser.post(path, data=PAIR)
    assert "You are unsubscribed" in done.text
    assert not subscribed(preferences, path)

    browser.post(path, data={"resubscribe": "true"})
    assert subscribed(preferences, path)


def test_the_page_speaks_german(browser: FlaskClient, path: str) -> None:
    shown = browser.get(path, headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert "Abmelden" in shown.text
    assert shown.headers["Content-Language"] == "de"


def test_a_link_that_is_not_ours_is_explained(browser: FlaskClient) -> None:
    answer = browser.get("/public/unsubscribe/forged")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text
