"""The team and its rules."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument
from gateway.accounts.tables import Table


class Team(Table, Entity):
    """People who share their records. name_key: the name as it identifies, unique."""

    __tablename__ = "teams"
    AUDITED: ClassVar[tuple[str, ...]] = ("name", "description")

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", init=False)
    description: Mapped[str] = mapped_column(default="")

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, value.strip())
        if not self.name:
            raise InvalidArgument.of("name", "is required")
        self.name_key = self.name.casefold()
