"""Secrets that we must read again: sealed before they are stored."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Vault:
    """Seals with AES-256-GCM under a key derived from one of the installation's secrets."""

    def __init__(self, key: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"trellis vault").derive(key.encode())
        self._cipher = AESGCM(derived)

    def seal(self, secret: bytes, *, place: bytes) -> bytes:
        """What to store. place: where, so that it cannot be read in another one."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, place)

    def open(self, sealed: bytes, *, place: bytes) -> bytes:
        """The secret. Raises ValueError when key or place are not those it was sealed with."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place)
        except InvalidTag:
            raise ValueError("sealed with another key or for another place") from None
