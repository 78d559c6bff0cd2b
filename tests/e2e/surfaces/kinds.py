"""The ways an RPC touches records: how it is called over HTTP, and what of them it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class One:
    """An RPC about one record, named in the path or as "{id}" in the body; "{foreigner}" there is
    somebody of another team.

    fresh: it changes the record, so each call gets a new one. deleted: the record is deleted
    first. refusals: what a person within reach may hear for other reasons than scope.
    """

    kind: str
    verb: str
    path: str
    permission: str
    body: Any = None
    fresh: bool = False
    deleted: bool = False
    refusals: tuple[str, ...] = ()

    def about(self, record_id: str, foreigner: str) -> Any:
        """The body of a call about this record."""
        if not isinstance(self.body, Mapping):
            return self.body
        meant = {"{id}": record_id, "{foreigner}": foreigner}
        return {
            name: meant.get(value, value) if isinstance(value, str) else value
            for name, value in self.body.items()
        }


@dataclass(frozen=True)
class Many:
    """An RPC that shows records: the field with them; query narrows it to the firm's own."""

    kind: str
    path: str
    permission: str
    items: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count(Many):
    """An RPC that counts records."""


@dataclass(frozen=True)
class File(Many):
    """An RPC that writes records as CSV with a column id."""


@dataclass(frozen=True)
class Batch:
    """An RPC about records listed in the body by id, with a result each."""

    kind: str
    path: str
    permission: str
    body: Mapping[str, Any]
    fresh: bool = True


@dataclass(frozen=True)
class Create:
    """An RPC that makes records for an owner and a team given in the body.

    items: the field of the body that holds several; "" when the body is the record.
    """

    kind: str
    path: str
    permission: str
    body: Mapping[str, Any]
    items: str = ""


@dataclass(frozen=True)
class OwnCreate:
    """An RPC whose new record always belongs to its maker: there is no scope to break."""

    permission: str
    why: str


@dataclass(frozen=True)
class Total(Many):
    """An RPC that adds records up; items: "list.field", the numbers to add."""


@dataclass(frozen=True)
class Digest:
    """An RPC that makes numbers of records; what it takes into account is tested with it.

    body: what it is asked with, when it is asked by POST.
    """

    path: str
    permission: str
    why: str
    body: Mapping[str, Any] | None = None


Surface = One | Many | Batch | Create | OwnCreate | Digest
