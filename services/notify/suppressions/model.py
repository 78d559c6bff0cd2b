"""The suppression: one address, left alone for one reason."""

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity
from chassis.errors import InvalidArgument
from chassis.wording import one_line
from services.notify.addresses import address
from services.notify.tables import Table


class Reason(StrEnum):
    """Why an address is left alone."""

    UNSUBSCRIBED = "UNSUBSCRIBED"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"
    MANUAL = "MANUAL"


class Suppression(Table, Entity, kw_only=True):
    """An address that is left alone for one reason; unique in both."""

    __tablename__ = "suppressions"

    email: Mapped[str]
    reason: Mapped[Reason]
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def of(cls, values: Values) -> "Suppression":
        """What a caller wrote. Raises InvalidArgument."""
        if values["reason"] not in Reason.__members__:
            raise InvalidArgument.of("reason", "is required")
        return cls(
            email=address(values["email"]),
            reason=Reason(values["reason"]),
            note=one_line(values["note"]),
        )
