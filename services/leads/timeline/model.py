"""What the timeline of a contact is made of."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.ids import uuid7
from services.leads.tables import Table


class Kind(StrEnum):
    """What kind of thing happened."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    NOTE = "NOTE"
    CALL = "CALL"
    FORM = "FORM"
    CONSENT = "CONSENT"
    DELETED = "DELETED"
    UNDELETED = "UNDELETED"
    IMPORTED = "IMPORTED"
    PAGE_VIEW = "PAGE_VIEW"
    PRODUCT_EVENT = "PRODUCT_EVENT"
    IDENTIFIED = "IDENTIFIED"
    RATING = "RATING"
    LIFECYCLE = "LIFECYCLE"
    ASSIGNMENT = "ASSIGNMENT"
    FOLLOW_UP = "FOLLOW_UP"
    CAMPAIGN = "CAMPAIGN"
    CONVERSION = "CONVERSION"
    DEAL = "DEAL"
    ACTIVITY = "ACTIVITY"
    CONTRACT = "CONTRACT"
    TICKET = "TICKET"
    COMPLAINT = "COMPLAINT"
    SURVEY = "SURVEY"
    MESSAGE = "MESSAGE"
    MERGED = "MERGED"


class Outcome(StrEnum):
    """How a call ended."""

    REACHED = "REACHED"
    NO_ANSWER = "NO_ANSWER"
    LEFT_MESSAGE = "LEFT_MESSAGE"
    WRONG_NUMBER = "WRONG_NUMBER"


class TimelineEntry(Table, kw_only=True):
    """One thing that happened with a contact; never changed afterwards.

    title: one line that tells it; body: the words, if any; data: facts of this kind, in JSON's
    values; source: person, api, form, import, system or a service's name.
    """

    __tablename__ = "timeline"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id"), init=False)
    kind: Mapped[Kind]
    occur_time: Mapped[datetime] = mapped_column(init=False)
    create_time: Mapped[datetime] = mapped_column(init=False)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    source: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[UUID | None] = mapped_column(init=False, default=None)
    actor_name: Mapped[str] = mapped_column(init=False, default="")
