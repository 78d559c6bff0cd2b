"""Passwords: how they are judged, hashed and compared."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.errors import InvalidArgument, ResourceExhausted

#: OWASP's minimum for argon2id; about 20 ms and 19 MiB each.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
MIN_LENGTH, MAX_LENGTH = 12, 128
#: What is not worth hashing: nobody has a password this long.
MAX_BYTES = 1024
WAIT_SECONDS = 2.0
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789012",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
)
LEET = str.maketrans("4310$57@!", "aeiosstai")


class Hasher:
    """Hashes and compares, a few at a time: hashing is dear and must not starve everything else."""

    def __init__(self, *, at_once: int = 4, memory_kib: int = MEMORY_KIB) -> None:
        self._argon2 = PasswordHasher(
            time_cost=PASSES, memory_cost=memory_kib, parallelism=LANES, hash_len=32, salt_len=16
        )
        self._slots = threading.BoundedSemaphore(at_once)
        self._nobody = self._argon2.hash("the password of nobody")

    def hash(self, password: str) -> str:
        """The argon2id hash to keep. Raises ResourceExhausted when too many wait."""
        with _Slot(self._slots):
            return self._argon2.hash(normal(password))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is the one; takes as long for no hash as for a wrong password.

        Raises ResourceExhausted when too many wait.
        """
        with _Slot(self._slots):
            try:
                self._argon2.verify(password_hash or self._nobody, normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return bool(password_hash)

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than ours."""
        return self._argon2.check_needs_rehash(password_hash)


class _Slot:
    """One of the few places to hash in."""

    def __init__(self, slots: threading.BoundedSemaphore) -> None:
        self._slots = slots

    def __enter__(self) -> None:
        if not self._slots.acquire(timeout=WAIT_SECONDS):
            raise ResourceExhausted(
                "SIGN_IN_BUSY", "Too many people sign in right now; try again.", retry_after=1
            )

    def __exit__(self, *_: object) -> None:
        self._slots.release()


def normal(password: str) -> str:
    """The same characters, however the keyboard composed them (NFKC, as NIST recommends)."""
    return unicodedata.normalize("NFKC", password)


def judge(password: str, *, own: Iterable[str], field: str = "password") -> None:
    """Refuses what is guessed first. own: words of the person: name, e-mail.

    Raises InvalidArgument (WEAK_PASSWORD) naming `field` and the rule.
    """
    if fault := _fault(normal(password), own):
        raise InvalidArgument.of(field, fault, reason="WEAK_PASSWORD")


def _fault(password: str, own: Iterable[str]) -> str:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"must have {MIN_LENGTH} to {MAX_LENGTH} characters"
    text = password.casefold()
    if len(set(text)) < 5 or _repeats(text):
        return "must not repeat a few characters"
    if len(_without_runs(text)) < 6:
        return "must not be a row of the keyboard, the alphabet or numbers"
    words = {word for line in own for word in re.split(r"\W+", line.casefold()) if len(word) > 2}
    rest = _without(text, words | {"trellis"})
    if rest != text and len(re.sub(r"[\W\d_]", "", rest)) < 8:
        return "must not be made of your own name or address"
    core = _core(text)
    if {text, core, core.translate(LEET)} & common():
        return "must not be a common password with a little around it"
    return ""


def _repeats(text: str) -> bool:
    """Whether the text is a short piece, again and again."""
    return 0 < (text + text).find(text, 1) <= 6


def _without_runs(text: str) -> str:
    """The text without pieces of four or more that follow each other on keyboard or alphabet."""
    pieces = {
        row[start : start + 4]
        for line in RUNS
        for row in (line, line[::-1])
        for start in range(len(row) - 3)
    }
    covered = [
        any(text[at : at + 4] in pieces for at in range(max(place - 3, 0), place + 1))
        for place in range(len(text))
    ]
    return "".join(char for char, hidden in zip(text, covered, strict=True) if not hidden)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _core(text: str) -> str:
    """What is left without the digits and signs people put around a word."""
    return text.strip("0123456789!?.,;:#*+-_/ $%&@=()[]{}<>~^'\"\\|")


@cache
def common() -> frozenset[str]:
    """The passwords everybody tries first, in lower case."""
    text = resources.files("gateway.accounts").joinpath("common_passwords.txt").read_text()
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
