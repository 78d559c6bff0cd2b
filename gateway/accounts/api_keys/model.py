"""The API key and its rules."""

import secrets
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity, Owned
from chassis.errors import InvalidArgument
from gateway.accounts.tables import Table

PREFIX = "trl_"
SHOWN = len(PREFIX) + 6


class ApiKey(Table, Entity, Owned):
    """A key that acts for its owner. key_hash: SHA-256 of the key, which itself is nowhere."""

    __tablename__ = "api_keys"
    AUDITED: ClassVar[tuple[str, ...]] = ("name", "scopes", "prefix", "expire_time", "revoke_time")

    name: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(default_factory=list)
    expire_time: Mapped[datetime | None] = mapped_column(default=None)
    prefix: Mapped[str] = mapped_column(default="")
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"", repr=False)
    last_used_time: Mapped[datetime | None] = mapped_column(default=None)
    revoke_time: Mapped[datetime | None] = mapped_column(default=None)

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        if not self.name:
            raise InvalidArgument.of("name", "is required")

    def expires_after(self, now: datetime) -> None:
        """Raises InvalidArgument for a key that would never work."""
        if self.expire_time is not None and self.expire_time <= now:
            raise InvalidArgument.of("expire_time", "must lie in the future")


def new_key() -> str:
    """A key: its prefix, so that scanners find leaked ones, and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)
