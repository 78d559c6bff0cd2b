"""Signing in in two steps: set up, asked for, lost, removed."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from gateway.accounts.second_factors import codes
from tests.integration.gateway.conftest import PASSWORDS, Client, Gateway, Open
from tests.integration.gateway.people import person

REP = "rep@trellis.example"
PATH = "/v1/me/second_factor"
PROOF = {"current_password": PASSWORDS["rep"]}


class Phone:
    """An authenticator app: it knows the secret and, of the gateway's clock, the time."""

    def __init__(self, gateway: Gateway, setup: dict[str, str]) -> None:
        self._clock = gateway.clock
        self._secret = base64.b32decode(setup["secret"])

    def code(self) -> str:
        """A code that was not shown before."""
        self._clock.advance(timedelta(seconds=codes.STEP_SECONDS))
        return codes.code_at(self._secret, int(self._clock.now().timestamp()) // codes.STEP_SECONDS)


def begun(gateway: Gateway, rep: Client) -> Phone:
    answer = rep.post(f"{PATH}:begin", PROOF)
    assert answer.status_code == 200, answer.text
    return Phone(gateway, answer.json)


def protected(gateway: Gateway, rep: Client) -> tuple[Phone, list[str]]:
    """The rep's phone, and the recovery codes."""
    phone = begun(gateway, rep)
    answer = rep.post(f"{PATH}:confirm", {"code": phone.code()})
    assert answer.status_code == 200, answer.text
    return phone, answer.json["recovery_codes"]


def sign_in(gateway: Gateway, **more: str) -> TestResponse:
    body = {"email": REP, "password": PASSWORDS["rep"], **more}
    return gateway.client().post("/v1/session", body)


def reason(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["reason"]


def test_an_app_can_read_what_it_is_given(gateway: Gateway) -> None:
    setup = gateway.signed_in("rep").post(f"{PATH}:begin", PROOF).json
    parts = urlsplit(setup["uri"])
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query)["secret"] == [setup["secret"]]
    assert parse_qs(parts.query)["issuer"] == ["Trellis"]
    assert setup["qr_code"].startswith("data:image/svg+xml")
    assert setup["secret"] not in str(gateway.rows("SELECT * FROM second_factors"))


def test_from_the_first_code_on_signing_in_asks_for_one(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    phone = begun(gateway, rep)
    assert sign_in(gateway).status_code == 201  # begun is not confirmed
    assert "confirm_time" not in rep.get(PATH).json or rep.get(PATH).json["confirm_time"] is None
    assert reason(rep.post(f"{PATH}:confirm", {"code": "000000"})) == (400, "WRONG_CODE")
    confirmed = rep.post(f"{PATH}:confirm", {"code": phone.code()}).json
    assert len(confirmed["recovery_codes"]) == 10
    state = rep.get(PATH).json
    assert state["confirm_time"]
    assert state["recovery_codes_left"] == 10

    assert reason(sign_in(gateway)) == (401, "CODE_REQUIRED")
    assert reason(sign_in(gateway, code="000000")) == (401, "WRONG_CODE")
    code = phone.code()
    assert sign_in(gateway, code=code).status_code == 201
    assert reason(sign_in(gateway, code=code)) == (401, "WRONG_CODE")
    assert sign_in(gateway, code=phone.code()).status_code == 201


def test_a_code_sent_by_two_at_once_lets_one_in(gateway: Gateway) -> None:
    phone, _ = protected(gateway, gateway.signed_in("rep"))
    code = phone.code()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: sign_in(gateway, code=code).status_code, range(2)))
    assert sorted(answers) == [201, 401]


def test_who_does_not_know_the_password_learns_nothing_of_a_second_factor(
    gateway: Gateway,
) -> None:
    phone, _ = protected(gateway, gateway.signed_in("rep"))
    for more in ({}, {"code": phone.code()}):
        answer = gateway.client().post("/v1/session", {"email": REP, "password": "no", **more})
        assert reason(answer) == (401, "WRONG_CREDENTIALS")


def test_codes_cannot_be_guessed(gateway: Gateway) -> None:
    phone, _ = protected(gateway, gateway.signed_in("rep"))
    answers = [sign_in(gateway, code=f"{guess:06}") for guess in range(6)]
    assert {reason(answer) for answer in answers[:5]} == {(401, "WRONG_CODE")}
    assert reason(answers[5]) == (429, "TOO_MANY_ATTEMPTS")
    assert reason(sign_in(gateway, code=phone.code())) == (429, "TOO_MANY_ATTEMPTS")


def test_a_recovery_code_works_once(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    _, recovery_codes = protected(gateway, rep)
    assert sign_in(gateway, code=recovery_codes[3].upper()).status_code == 201
    assert reason(sign_in(gateway, code=recovery_codes[3])) == (401, "WRONG_CODE")
    assert rep.get(PATH).json["recovery_codes_left"] == 9


def test_recovery_codes_outlive_the_key_of_the_vault(gateway: Gateway, open_gateway: Open) -> None:
    phone, recovery_codes = protected(gateway, gateway.signed_in("rep"))
    changed = open_gateway(page_token_key="another key, as after a leak of the first one")
    assert reason(sign_in(changed, code=phone.code())) == (401, "WRONG_CODE")
    assert sign_in(changed, code=recovery_codes[0]).status_code == 201


def test_a_stolen_session_can_neither_add_nor_remove_one(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    wrong = {"current_password": "a guess"}
    assert reason(rep.post(f"{PATH}:begin", wrong)) == (400, "WRONG_PASSWORD")
    protected(gateway, rep)
    assert reason(rep.post(f"{PATH}:remove", wrong)) == (400, "WRONG_PASSWORD")
    assert reason(rep.post(f"{PATH}:begin", PROOF)) == (400, "SECOND_FACTOR_ACTIVE")
    assert reason(sign_in(gateway)) == (401, "CODE_REQUIRED")
    assert rep.post(f"{PATH}:remove", PROOF).status_code == 204
    assert sign_in(gateway).status_code == 201


def test_nothing_is_confirmed_that_was_not_begun(gateway: Gateway) -> None:
    answer = gateway.signed_in("rep").post(f"{PATH}:confirm", {"code": "123456"})
    assert reason(answer) == (400, "SECOND_FACTOR_NOT_BEGUN")


def test_an_admin_helps_who_lost_the_app_and_nobody_else_does(gateway: Gateway) -> None:
    rep, admin = gateway.signed_in("rep"), gateway.signed_in("admin")
    protected(gateway, rep)
    path = f"/v1/users/{person(admin, 'rep')['id']}:removeSecondFactor"
    assert gateway.signed_in("manager").post(path).status_code == 403
    assert admin.post(path).status_code == 204
    assert sign_in(gateway).status_code == 201


def test_the_trail_tells_of_it_and_keeps_no_secret(gateway: Gateway) -> None:
    rep, admin = gateway.signed_in("rep"), gateway.signed_in("admin")
    phone, _ = protected(gateway, rep)
    sign_in(gateway, code="999999")
    rep.post(f"{PATH}:remove", PROOF)
    entries = admin.get("/v1/audit").json["entries"]
    told = [(entry["action"], entry["detail"]) for entry in entries]
    assert ("user.second_factor_added", "") in told
    assert ("session.refused", "wrong code") in told
    assert ("user.second_factor_removed", "") in told
    assert "999999" not in str(entries)
    assert phone.code() not in str(entries)


@pytest.mark.parametrize("code", ["", 5, None, ["1"]])
def test_a_code_is_text(gateway: Gateway, code: object) -> None:
    body = {"email": REP, "password": PASSWORDS["rep"], "code": code}
    answer = gateway.client().post("/v1/session", body)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"] == "#/code"
