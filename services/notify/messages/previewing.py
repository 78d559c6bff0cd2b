"""What the contact guard would decide, before anything is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from chassis import context, scope
from chassis.database import Database
from services.notify.contacts_copy.model import ContactCopy
from services.notify.messages.guard import Guard, hold
from services.notify.messages.model import Decision
from services.notify.templates.model import Purpose


@dataclass(frozen=True, slots=True)
class Imagined:
    """A promotional message nobody has written."""

    contact_id: UUID
    email: str
    expire_time: datetime | None
    purpose: Purpose = Purpose.PROMOTIONAL


class Previews:
    """Asks the guard without sending."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decisions(
        self, contact_ids: Sequence[UUID], *, at: datetime | None, expire_time: datetime | None
    ) -> Iterator[tuple[UUID, Decision]]:
        """What would be decided about one message to each contact the caller reaches, in order.

        at: when it would go, None for now.
        """
        with self._database.reading() as tx:
            reach = scope.condition(ContactCopy, context.current())
            living = select(ContactCopy.id, ContactCopy.email).where(
                ContactCopy.id.in_(contact_ids), ContactCopy.deleted.is_(False), reach
            )
            known = {row.id: Imagined(row.id, row.email, expire_time) for row in tx.execute(living)}
            guard = Guard(tx, [*known.values()], at=at)
        for message in (known[each] for each in contact_ids if each in known):
            nowhere = hold("NO_ADDRESS", "The person has no e-mail address.")
            yield message.contact_id, guard.decide(message) if message.email else nowhere
