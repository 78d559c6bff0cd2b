"""An entry of the audit trail."""

from typing import Any

from sqlalchemy import FetchedValue, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from gateway.accounts.tables import Table


class AuditEntry(Table, Entity):
    """Something that was done, or refused.

    changes: [{"field", "old_value", "new_value"}], values as JSON. The database numbers the
    entries (seq), chains them (hash) and refuses to change or delete any.
    """

    __tablename__ = "audit_entries"

    actor: Mapped[str]
    actor_name: Mapped[str]
    action: Mapped[str]
    resource: Mapped[str] = mapped_column(default="")
    resource_name: Mapped[str] = mapped_column(default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    ip_prefix: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    seq: Mapped[int] = mapped_column(FetchedValue(), init=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary, FetchedValue(), init=False, repr=False)
