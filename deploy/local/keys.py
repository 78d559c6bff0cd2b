"""Keys and secrets of the local run, made once and kept under .local/secrets."""

import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def make_keys(folder: Path) -> None:
    """Makes what is missing: the identity key pair, the page token key and the session key."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "identity_public_key").exists():
        make_identity(folder)
    for name in ("page_token_key", "session_key"):
        if not (folder / name).exists():
            write(folder / name, secrets.token_urlsafe(48).encode())


def make_identity(folder: Path) -> None:
    """The pair the gateway signs with who is calling, and every service verifies it."""
    private, public = key_pair()
    write(folder / "identity_private_key", private)
    write(folder / "identity_public_key", public)


def key_pair() -> tuple[bytes, bytes]:
    """A new Ed25519 pair as PEM: private, public."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, public


def write(path: Path, content: bytes) -> None:
    """Writes a file that only we can read, complete or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(path)
