"""The rules of a feature that an admin sets: one record, there from its first migration on."""

from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from chassis.changes import Values
from chassis.database import Database
from chassis.entity import Entity
from chassis.transaction import Transaction

P = TypeVar("P", bound=Entity)


class Policies(Generic[P]):
    """What can be done with the one policy; a feature names its class and its id."""

    model: ClassVar[type[Any]]
    the_one: ClassVar[UUID]

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> P:
        """The policy in force."""
        with self._database.reading() as tx:
            found: P = tx.get(self.model, self.the_one)
        return found

    def update(self, changes: Values, *, etag: str = "") -> P:
        """Sets the fields named. Raises Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            rules = tx.get(self.model, self.the_one, etag=etag)
            rules.change(changes)
            self.follow(tx, rules)
        changed: P = rules
        return changed

    def follow(self, tx: Transaction, rules: P) -> None:
        """What else a change begins; nothing, unless a feature says so."""
