"""The codes of authenticator apps (RFC 6238) and the recovery codes for the day the app is lost."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER = "Trellis"
STEP_SECONDS = 30
DIGITS = 6
#: Steps before and after the present one whose codes count: phones' clocks differ.
TOLERANCE = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 10


def new_secret() -> bytes:
    """A secret to share with an app: 160 bits, as RFC 4226 asks."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """A secret as people type it: base32."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, account: str) -> str:
    """The otpauth:// address that apps read."""
    return _totp(secret).get_provisioning_uri(account, ISSUER)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step, which is a count of 30 seconds since 1970."""
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def matching_step(secret: bytes, code: str, now: datetime, *, after: int) -> int | None:
    """The step this code belongs to; None when there is none, or it is not later than `after`.

    A code that was used must not work again, however long it is still shown.
    """
    present = int(now.timestamp()) // STEP_SECONDS
    steps = range(max(present - TOLERANCE, after + 1), present + TOLERANCE + 1)
    given = code.replace(" ", "").encode()
    found = [s for s in steps if hmac.compare_digest(code_at(secret, s).encode(), given)]
    return found[0] if found else None


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 random bits each: abcd-efgh-ijkl-mnop."""
    return [_grouped(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]


def typed(code: str) -> str:
    """A recovery code as it was given out, whatever blanks and capitals it was typed with."""
    bare = "".join(char for char in code.lower() if char.isalnum())
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4))


def _grouped(raw: bytes) -> str:
    return typed(base64.b32encode(raw).decode())


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what the apps speak (they ignore the parameter); in HMAC it is sound.
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
