"""The second factor of a user and its rules: begun, confirmed, spent code by code."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import FailedPrecondition, InvalidArgument
from gateway.accounts.second_factors import codes
from gateway.accounts.secrets import hashed
from gateway.accounts.tables import Table
from gateway.accounts.vault import Vault

log = logging.getLogger("second_factors")


class SecondFactor(Table, Entity):
    """What a user's authenticator app and we share; one for each user.

    sealed_secret: in the vault, for this user. last_step: the newest code that was used.
    recovery_hashes: SHA-256 of the recovery codes left.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[UUID]
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    last_step: Mapped[int] = mapped_column(default=0)
    confirm_time: Mapped[datetime | None] = mapped_column(default=None)
    recovery_hashes: Mapped[list[bytes]] = mapped_column(
        ARRAY(LargeBinary), default_factory=list, repr=False
    )

    @property
    def recovery_codes_left(self) -> int:
        """How many recovery codes were not used yet."""
        return len(self.recovery_hashes)

    def refuse_confirmed(self) -> None:
        """Raises FailedPrecondition (SECOND_FACTOR_ACTIVE)."""
        if self.confirm_time is not None:
            raise FailedPrecondition(
                "SECOND_FACTOR_ACTIVE", "You have a second factor; remove it to set up another."
            )

    def confirm(self, code: str, vault: Vault, *, now: datetime) -> list[str]:
        """Counts from now on. Returns the recovery codes; raises InvalidArgument (WRONG_CODE)."""
        self.refuse_confirmed()
        if not self._spend_code(code, vault, now=now):
            raise InvalidArgument.of("code", "is not what the app shows now", reason="WRONG_CODE")
        fresh = codes.new_recovery_codes()
        self.recovery_hashes = [hashed(one) for one in fresh]
        self.confirm_time = now
        return fresh

    def spend(self, code: str, vault: Vault, *, now: datetime) -> bool:
        """Whether this code lets its owner in; it never does again."""
        return self._spend_code(code, vault, now=now) or self._spend_recovery_code(code)

    def _spend_code(self, code: str, vault: Vault, *, now: datetime) -> bool:
        try:
            secret = vault.open(self.sealed_secret, place=self.user_id.bytes)
        except ValueError:  # the installation's key was changed: recovery codes still work
            log.error("second factor cannot be read", extra={"user_id": str(self.user_id)})
            return False
        step = codes.matching_step(secret, code, now, after=self.last_step)
        self.last_step = step or self.last_step
        return step is not None

    def _spend_recovery_code(self, code: str) -> bool:
        given = hashed(codes.typed(code))
        left = [one for one in self.recovery_hashes if one != given]
        spent = len(left) < len(self.recovery_hashes)
        self.recovery_hashes = left
        return spent
