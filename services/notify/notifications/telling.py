"""Telling a user something: inside the product and by e-mail, as they want to hear of it."""

from dataclasses import dataclass
from uuid import UUID

from crm.notify.v1 import events_pb2 as events
from crm.notify.v1 import notifications_pb2 as pb
from sqlalchemy import exists, select

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.notify.links import Links
from services.notify.messages.accepting import Order, accept_once
from services.notify.notifications.actions import ways_of
from services.notify.notifications.model import Notification
from services.notify.people.model import Person

#: What a mail to a colleague is made from.
TEMPLATE = "notification"


@dataclass(frozen=True, slots=True)
class News:
    """What is told. source: what makes it unique for a user: "contact_assigned:<event>"."""

    kind: str
    title: str
    body: str
    subject_type: str
    subject_id: str
    source: str


def tell(tx: Transaction, person: Person, news: News, links: Links) -> None:
    """Tells it once; nobody who may not sign in is told anything."""
    if not person.active:
        return
    how = ways_of(tx, person.id, news.kind)
    if how.in_app:
        _inside(tx, person, news)
    if how.mail:
        _by_mail(tx, person, news, links)


def _inside(tx: Transaction, person: Person, news: News) -> None:
    same = Notification.user_id == person.id, Notification.source == news.source
    if tx.session.scalar(select(exists().where(*same))):
        return
    notification = Notification(
        user_id=person.id,
        kind=news.kind,
        title=news.title,
        body=news.body,
        subject_type=news.subject_type,
        subject_id=news.subject_id,
        source=news.source,
    )
    tx.add(notification)
    tx.flush()
    shown = to_message(notification, pb.Notification)
    tx.publish(events.NotificationCreated(notification=shown), subject=notification)


def _by_mail(tx: Transaction, person: Person, news: News, links: Links) -> None:
    values = {
        "name": person.name,
        "title": news.title,
        "body": news.body,
        "url": links.record_url(news.subject_type, news.subject_id),
    }
    order = Order(
        template_key=TEMPLATE,
        email=person.email,
        values=values,
        source=f"{news.source}:{person.id}",
        owner_id=person.id,
        team_id=UUID(person.team_ids[0]) if person.team_ids else None,
    )
    accept_once(tx, order, links)
