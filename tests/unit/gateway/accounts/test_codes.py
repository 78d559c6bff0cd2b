"""Codes of authenticator apps: RFC 6238's own examples, once each, and recovery codes."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.accounts.second_factors import codes
from gateway.accounts.vault import Vault

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // codes.STEP_SECONDS


@pytest.mark.parametrize(
    ("seconds", "code"),  # RFC 6238, appendix B, the last six of eight digits
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert codes.code_at(SECRET, seconds // codes.STEP_SECONDS) == code


@pytest.mark.parametrize(
    ("away", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_phone_may_be_half_a_minute_off(away: int, counts: bool) -> None:
    code = codes.code_at(SECRET, STEP + away)
    assert (codes.matching_step(SECRET, code, NOW, after=0) is not None) is counts


def test_a_code_that_was_used_and_those_before_it_do_not_work_again() -> None:
    code = codes.code_at(SECRET, STEP)
    used = codes.matching_step(SECRET, f"{code[:3]} {code[3:]}", NOW, after=0)
    assert used == STEP
    assert codes.matching_step(SECRET, code, NOW, after=used) is None
    assert codes.matching_step(SECRET, codes.code_at(SECRET, STEP - 1), NOW, after=used) is None
    later = NOW + timedelta(seconds=codes.STEP_SECONDS)
    assert codes.matching_step(SECRET, codes.code_at(SECRET, STEP + 1), later, after=used)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "２８７０８２", "\x00" * 6])
def test_what_is_no_code_never_matches(code: str) -> None:
    assert codes.matching_step(SECRET, code, NOW, after=0) is None


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    fresh = codes.new_recovery_codes()
    assert len(set(fresh)) == codes.RECOVERY_CODES
    assert all(codes.typed(f" {code.upper().replace('-', ' ')} ") == code for code in fresh)


def test_what_is_sealed_for_one_place_opens_there_with_the_same_key_only() -> None:
    vault = Vault("a key")
    sealed = vault.seal(SECRET, place=b"ada")
    assert SECRET not in sealed
    assert vault.open(sealed, place=b"ada") == SECRET
    for other, place in ((vault, b"grace"), (Vault("another key"), b"ada")):
        with pytest.raises(ValueError, match="sealed with another key"):
            other.open(sealed, place=place)
