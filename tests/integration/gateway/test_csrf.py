"""A change by cookie comes from our own pages or not at all."""

import pytest

from gateway.catalogue import Catalogue
from tests.integration.gateway.conftest import ORIGIN, Client, Gateway

OWN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = "token"  # stands for the right one


def change(client: Client, headers: dict[str, str]) -> int:
    """The status of one change with exactly these headers."""
    token = client.headers["X-CSRF-Token"]
    sent = {name: token if value == TOKEN else value for name, value in headers.items()}
    answer = client.http.patch("/v1/me", json={"name": "Grace"}, headers=sent)
    return answer.status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "none"}, 200),
        ({"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "same-site"}, 403),
        ({"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, 403),
        ({"X-CSRF-Token": TOKEN, "Origin": ORIGIN}, 200),
        ({"X-CSRF-Token": TOKEN, "Origin": "https://evil.example"}, 403),
        ({"X-CSRF-Token": TOKEN, "Origin": "null"}, 403),
        ({"X-CSRF-Token": TOKEN, "Origin": f"{ORIGIN}.evil.example"}, 403),
        ({"X-CSRF-Token": TOKEN, "Referer": f"{ORIGIN}/settings"}, 200),
        ({"X-CSRF-Token": TOKEN, "Referer": "https://evil.example/x"}, 403),
        ({"X-CSRF-Token": TOKEN}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"X-CSRF-Token": "wrong", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"X-CSRF-Token": "ü", "Sec-Fetch-Site": "same-origin"}, 403),
        ({}, 403),
    ],
)
def test_a_change_by_cookie_proves_where_it_comes_from(
    gateway: Gateway, headers: dict[str, str], status: int
) -> None:
    assert change(gateway.signed_in("rep"), headers) == status


def test_the_token_of_one_session_is_not_good_for_another(gateway: Gateway) -> None:
    one, other = gateway.signed_in("rep"), gateway.signed_in("rep")
    assert change(one, {"X-CSRF-Token": other.headers["X-CSRF-Token"], **OWN}) == 403


def test_every_changing_route_asks_for_the_token(gateway: Gateway, suite: Catalogue) -> None:
    client = gateway.signed_in("admin")
    token = client.headers.pop("X-CSRF-Token")
    allowed = [
        str(method)
        for method in suite.methods
        for binding in method.bindings
        if binding.verb != "GET"
        and not method.public
        and client.ask(
            binding.verb, path_of(binding.template.text), **{"Sec-Fetch-Site": "none"}
        ).json["reason"]
        != "CSRF_TOKEN_REQUIRED"
    ]
    assert allowed == []
    client.headers["X-CSRF-Token"] = token
    assert client.patch("/v1/me", {"name": "Olivia"}).status_code == 200


def path_of(template: str) -> str:
    """A path for a template: every variable an id."""
    parts = template.split("/")
    sample = "01937b5e-7c00-7000-8000-000000000001"
    return "/".join(sample + part.partition("}")[2] if "{" in part else part for part in parts)


def test_reading_by_cookie_needs_no_token(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    client.headers.clear()
    assert client.get("/v1/me", Sec_Fetch_Site="cross-site").status_code == 200


def test_a_bearer_key_needs_no_token_and_beats_the_cookie(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    key = rep.post("/v1/api_keys", {"name": "Mine", "scopes": ["api_keys.*"]}).json["key"]
    answer = rep.http.post(
        "/v1/api_keys/01937b5e-7c00-7000-8000-000000000001:revoke",
        json={},
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 404


def test_signing_out_needs_the_token(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    token = client.headers.pop("X-CSRF-Token")
    assert client.delete("/v1/session").status_code == 403
    assert client.get("/v1/me").status_code == 200
    assert client.delete("/v1/session", X_CSRF_Token=token).status_code == 204
