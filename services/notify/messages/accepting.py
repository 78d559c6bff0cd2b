"""Making a message of a template and queueing it: for callers, and for what happens by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from chassis.errors import FailedPrecondition, InvalidArgument, Violation
from chassis.transaction import Transaction
from services.notify.addresses import address
from services.notify.contacts_copy.model import ContactCopy
from services.notify.contacts_copy.reading import fields_of
from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.templates.actions import by_key
from services.notify.templates.model import Purpose, Template

#: The timer that claims a message and hands it over.
SEND = "message.send"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent to whom. source: what makes it unique, for what is sent by itself."""

    template_key: str
    contact: ContactCopy | None = None
    email: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    send_time: datetime | None = None
    expire_time: datetime | None = None
    source: str | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    campaign_id: UUID | None = None
    #: The template's, when None.
    purpose: Purpose | None = None
    #: Headers of a mail in a conversation: message_id, in_reply_to, references, reply_to.
    thread: Mapping[str, str] = field(default_factory=dict)


def accept(tx: Transaction, order: Order, links: Links) -> Message:
    """A message that says what the template says now. Raises what SendMessage names."""
    template = by_key(tx, order.template_key)
    message = _addressed(order, template)
    given = {**fields_of(order.contact), "email": message.email, **order.values}
    given["unsubscribe_url"] = links.unsubscribe_url(message.id)
    _refuse(template, order.values, given)
    words = template.filled(given)
    message.subject = words.subject
    message.body_text = words.body_text
    message.body_html = words.body_html
    message.due_time = max(order.send_time or tx.now, tx.now)
    tx.add(message)
    tx.flush()
    tx.schedule(SEND, key=str(message.id), due=message.due_time)
    return message


def accept_once(tx: Transaction, order: Order, links: Links) -> Message | None:
    """The same for what is sent by itself: nothing when it was made for this source before, when
    nobody wants it said (no such template), or when the person has no address."""
    email = order.email or (order.contact.email if order.contact else "")
    wanted = select(exists().where(Template.key == order.template_key))
    made = select(exists().where(Message.source == order.source))
    if not email or not tx.session.scalar(wanted) or tx.session.scalar(made):
        return None
    return accept(tx, order, links)


def _addressed(order: Order, template: Template) -> Message:
    contact = order.contact
    if contact is not None and not contact.email:
        raise FailedPrecondition("CONTACT_WITHOUT_EMAIL", "The contact has no e-mail address.")
    return Message(
        contact_id=contact.id if contact else None,
        email=address(contact.email if contact else order.email),
        owner_id=order.owner_id,
        team_id=order.team_id,
        template_key=template.key,
        template_revision=template.revision,
        purpose=order.purpose or template.purpose,
        campaign_id=order.campaign_id,
        thread={name: value for name, value in order.thread.items() if value},
        expire_time=order.expire_time,
        automatic=order.source is not None,
        source=order.source,
    )


def _refuse(template: Template, values: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    if unknown := template.unknown(values):
        raise InvalidArgument.many(
            [Violation(f"values.{name}", "the template has no such variable") for name in unknown]
        )
    if missing := template.missing(given):
        error = InvalidArgument.many(
            [Violation(f"values.{name}", "is missing") for name in missing],
            reason="VALUES_MISSING",
        )
        error.metadata["missing"] = ", ".join(missing)
        raise error
