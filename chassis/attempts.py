"""One attempt at a row that fell due: claimed, done and noted in one transaction.

The work runs in a savepoint. When it fails its effect is gone and the row is still ours, so the
failure is noted before anybody else can try.
"""

from collections.abc import Callable, Collection
from typing import Any, Protocol

from sqlalchemy import Row, Select

from chassis import trouble
from chassis.context import system_call, use
from chassis.database import Database
from chassis.transaction import Transaction


class Attempt(Protocol):
    """What is to be done with one row."""

    def claim(self, tx: Transaction) -> bool:
        """Locks a due row, skipping those others hold; False when there is none."""

    def do(self, tx: Transaction) -> None:
        """The effect, and the end of the row. May raise anything."""

    def put_off(self, tx: Transaction, error: Exception) -> None:
        """Notes the failure; must change nothing when the row has changed since the claim."""


class RowAttempt:
    """An attempt at a row of a table of due rows. due: finds one of these names by `now` and
    `names`, locked, those that others hold left out."""

    def __init__(self, due: Select[Any], names: Collection[str]) -> None:
        self._due = due
        self._names = names
        self._row: Row[Any]

    def claim(self, tx: Transaction) -> bool:
        """Locks a due row that no other worker is at."""
        row = tx.session.execute(self._due, {"now": tx.now, "names": [*self._names]}).one_or_none()
        if row is None:
            return False
        self._row = row
        return True


def make(database: Database, name: str, attempt: Attempt, claimed: Callable[[], None]) -> bool:
    """Makes the attempt; False when nothing was due. Raises only what is not the work's fault."""
    failures: list[Exception] = []
    mine = False
    try:
        with use(system_call(name)), database.transaction() as tx:
            mine = attempt.claim(tx)
            if mine:
                claimed()
                _try(tx, attempt, failures)
    except Exception as error:
        failure = failures[0] if failures else error
        if not mine or trouble.is_away(failure):
            raise
        with use(system_call(name)), database.transaction() as tx:
            attempt.put_off(tx, failure)  # it took the transaction along
    return mine


def _try(tx: Transaction, attempt: Attempt, failures: list[Exception]) -> None:
    """The work in its savepoint; what it raises is added to the failures before anything else."""
    try:
        with tx.session.begin_nested():
            try:
                attempt.do(tx)
            except Exception as error:
                failures.append(error)
                raise
    except Exception:
        if not failures or trouble.is_away(failures[0]):
            raise
        attempt.put_off(tx, failures[0])
