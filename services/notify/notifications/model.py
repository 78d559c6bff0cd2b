"""The notification, its kinds, and how a user wants to hear of each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Values
from chassis.entity import Entity
from chassis.errors import FailedPrecondition
from services.notify.tables import Table


@dataclass(frozen=True, slots=True)
class Kind:
    """What a user may be told. in_app, mail: whether they are as long as they say nothing.

    fixed: everybody hears of it inside the product, whatever they chose.
    """

    label: str
    in_app: bool = True
    mail: bool = True
    fixed: bool = False


#: The wish that counts for every kind without a wish of its own.
EVERYTHING = "everything"
KINDS = {
    EVERYTHING: Kind("Everything that is not chosen below"),
    "contact_assigned": Kind("A lead was given to me"),
    "follow_up_warned": Kind("A lead of mine waits for a follow-up"),
    "follow_up_missed": Kind("A lead of mine went to somebody else"),
    "summary_missed": Kind("A call or meeting of mine has no summary"),
    "contract_renewal_neared": Kind("A contract of mine ends soon"),
    "upgrade_suggested": Kind("A customer of mine may need a larger plan"),
    "ticket_assigned": Kind("A ticket was given to me", mail=False),
    "sla_warned": Kind("A clock of a ticket of mine runs out soon"),
    "sla_breached": Kind("A clock of a ticket ran out"),
    "complaint_opened": Kind("A customer complains", fixed=True),
    "cleanup_built": Kind("Records wait for me to clean them up"),
    "survey_answered_badly": Kind("A customer was unhappy with our help", fixed=True),
}


class Notification(Table, Entity, kw_only=True):
    """One thing a user is told inside the product."""

    __tablename__ = "notifications"

    user_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    read: Mapped[bool] = mapped_column(default=False)
    read_time: Mapped[datetime | None] = mapped_column(default=None)
    #: What it was made for; unique for each user, so that nobody is told twice.
    source: Mapped[str]

    @property
    def owner_id(self) -> UUID:
        """Whose it is, for facts about it."""
        return self.user_id

    def mark_read(self, now: datetime) -> None:
        """Was read; the first time counts."""
        if not self.read:
            self.read, self.read_time = True, now


class NotificationPreference(Table, Entity, kw_only=True):
    """What a user said about a kind; None where nothing was said."""

    __tablename__ = "notification_preferences"

    user_id: Mapped[UUID]
    kind: Mapped[str]
    in_app: Mapped[bool | None] = mapped_column(default=None)
    mail: Mapped[bool | None] = mapped_column(default=None)

    def change(self, changes: Values) -> None:
        """Sets what is named. Raises FailedPrecondition (KIND_FIXED)."""
        if KINDS[self.kind].fixed and changes.get("in_app") is False:
            raise FailedPrecondition("KIND_FIXED", "Everybody hears of this inside the product.")
        for name in ("in_app", "mail"):
            if name in changes:
                setattr(self, name, changes[name])


def heard(
    default: bool,  # noqa: FBT001 -- what is decided upon, not an option
    *,
    everything: bool | None = None,
    own: bool | None = None,
    fixed: bool = False,
) -> bool:
    """Whether a user hears of something on one way: the wish for the kind counts before the wish
    for everything, that before what is usual; where it is fixed nobody's wish counts."""
    if fixed:
        return True
    wishes = [wish for wish in (own, everything) if wish is not None]
    return wishes[0] if wishes else default


@dataclass(frozen=True, slots=True)
class Ways:
    """How a user hears of a kind."""

    in_app: bool
    mail: bool


def ways(
    kind: str, own: NotificationPreference | None, everything: NotificationPreference | None
) -> Ways:
    """How a user with these wishes hears of a kind."""
    usual = KINDS[kind]
    in_app = heard(
        usual.in_app,
        everything=everything.in_app if everything else None,
        own=own.in_app if own else None,
        fixed=usual.fixed,
    )
    mail = heard(
        usual.mail,
        everything=everything.mail if everything else None,
        own=own.mail if own else None,
    )
    return Ways(in_app, mail)
