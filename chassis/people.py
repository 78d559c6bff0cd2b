"""Who works here, as the services' copies of the accounts have them."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from chassis.copies import Copy


class Colleague(Copy, kw_only=True):
    """A user as accounts last told of them."""

    name: Mapped[str]
    team_ids: Mapped[list[str]]
    active: Mapped[bool]


class Assignee(Colleague, kw_only=True):
    """A user whom work may be given to."""

    present: Mapped[bool]
    absent_until_time: Mapped[datetime | None] = mapped_column(default=None)

    def there(self, now: datetime) -> bool:
        """Whether work may be given to them."""
        back = self.absent_until_time is not None and self.absent_until_time <= now
        return self.active and (self.present or back)
