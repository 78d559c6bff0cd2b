"""How use cases write the audit trail: what they change is recorded in the same transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from chassis import context
from chassis.transaction import Transaction
from gateway.accounts.audit.model import AuditEntry
from gateway.networks import prefix_of


class Audited(Protocol):
    """A record whose changes are kept: AUDITED names the fields, never a secret."""

    __tablename__: str
    AUDITED: ClassVar[tuple[str, ...]]
    id: UUID
    name: Any


def record(
    tx: Transaction,
    action: str,
    subject: Audited | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    detail: str = "",
) -> None:
    """Writes one entry.

    before: the subject's values earlier, {} when it is new; None when none of them changed.
    """
    call = context.current()
    tx.add(
        AuditEntry(
            actor=call.identity.caller,
            actor_name=call.identity.name,
            action=action,
            resource=f"{subject.__tablename__}/{subject.id}" if subject else "",
            resource_name=subject.name if subject else "",
            changes=_differences(before, values(subject)) if subject and before is not None else [],
            ip_prefix=prefix_of(call.client.ip),
            request_id=call.request_id,
            detail=detail,
        )
    )


@contextmanager
def recording(tx: Transaction, action: str, subject: Audited) -> Iterator[None]:
    """Records what the block changes in `subject`; nothing when nothing changed."""
    before = values(subject)
    yield
    if values(subject) != before:
        record(tx, action, subject, before=before)


def values(subject: Audited) -> dict[str, Any]:
    """What the trail keeps of a record: a copy."""
    kept = {name: getattr(subject, name) for name in subject.AUDITED}
    return {name: list(v) if isinstance(v, list) else v for name, v in kept.items()}


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = dict.fromkeys([*before, *after])
    changed = [name for name in names if (before.get(name) or None) != (after.get(name) or None)]
    return [
        {"field": name, "old_value": _json(before.get(name)), "new_value": _json(after.get(name))}
        for name in changed
    ]


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, default=_text, ensure_ascii=False)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
