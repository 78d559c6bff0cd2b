"""Passwords: what is refused, what is not, and how hashing is kept from starving the rest."""

import threading

import pytest
from argon2 import PasswordHasher

from chassis.errors import InvalidArgument, ResourceExhausted
from gateway.accounts import passwords
from gateway.accounts.passwords import Hasher, common, judge
from gateway.accounts.seeding import PEOPLE

GRACE = ("Grace Okafor", "grace.okafor@trellis.example")


@pytest.mark.parametrize(
    "password",
    [
        "a wide sea of compilers",
        "correct-staple-zebra-9",
        "Z8#kd!pQ2mVx",
        "пароль из четырёх слов",
        "seven lanterns in fog",
        "x9" + "é🙂木" * 5,
        *(person.password for person in PEOPLE),
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    judge(password, own=GRACE)


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "12 to 128"),
        ("elevenchars", "12 to 128"),
        ("a1b2c3d4" * 17, "12 to 128"),
        ("aaaaaaaaaaaaaaa", "repeat"),
        ("abababababab", "repeat"),
        ("foobarfoobarfoobar", "repeat"),
        ("1q1q1q1q1q1q1q", "repeat"),
        ("123456789012345", "row"),
        ("abcdefghijklmnop", "row"),
        ("qwertyuiopasdf", "row"),
        ("zyxwvutsrqponm", "row"),
        ("qwertyuiop1234", "row"),
        ("password1234", "common"),
        ("Password1234!", "common"),
        ("P@ssw0rd!!!!2026", "common"),
        ("football*2026*", "common"),
        ("!!!monkey!!!12", "common"),
        ("trellis-trellis1", "own name"),
        ("GraceOkafor2026", "own name"),
        ("okafor.grace.1", "own name"),
        ("Trellis2026!!", "own name"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, rule: str) -> None:
    with pytest.raises(InvalidArgument, match=rule) as refused:
        judge(password, own=GRACE, field="new_password")
    assert refused.value.reason in {"WEAK_PASSWORD"}
    assert refused.value.violations[0].field == "new_password"
    assert password == "" or password not in str(refused.value)


def test_every_common_password_long_enough_is_refused() -> None:
    for password in common():
        if len(password) >= passwords.MIN_LENGTH:
            with pytest.raises(InvalidArgument):
                judge(password, own=())


def test_composed_and_decomposed_letters_are_one_password() -> None:
    hasher = Hasher()
    assert hasher.matches(hasher.hash("caf\u00e9 in the harbour"), "cafe\u0301 in the harbour")


def test_hashes_are_argon2id_with_our_parameters_and_their_own_salt() -> None:
    hasher = Hasher()
    one, other = hasher.hash("a wide sea of compilers"), hasher.hash("a wide sea of compilers")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
    assert hasher.matches(one, "a wide sea of compilers")
    assert not hasher.matches(one, "a wide sea of compiler")
    assert not hasher.outdated(one)


def test_hashes_of_other_parameters_still_match_and_are_outdated() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("an old password")
    hasher = Hasher()
    assert hasher.matches(old, "an old password")
    assert hasher.outdated(old)


@pytest.mark.parametrize("broken", ["", "nonsense", "$argon2id$v=19$broken"])
def test_what_is_no_hash_matches_nothing(broken: str) -> None:
    assert not Hasher().matches(broken, "the password of nobody")


def test_too_many_at_once_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    hasher, inside, leave = Hasher(at_once=1), threading.Event(), threading.Event()

    class Slow:
        """Takes as long as the test wants."""

        def verify(self, *_: object) -> None:
            inside.set()
            assert leave.wait(10)

    monkeypatch.setattr(hasher, "_argon2", Slow())
    busy = threading.Thread(target=hasher.matches, args=("hash", "password"))
    busy.start()
    assert inside.wait(10)
    with pytest.raises(ResourceExhausted) as refused:
        hasher.matches("hash", "password")
    assert refused.value.metadata["retry_after"] == "1"
    leave.set()
    busy.join()
