"""Visitors, what they did while nobody knew them, and how an event reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.bots import Verdict
from chassis.errors import InvalidArgument
from chassis.ids import uuid7
from chassis.wording import one_line
from services.leads.contacts.model import touch
from services.leads.tables import Table
from services.leads.timeline.model import Kind

MAX_PROPERTIES = 20
MAX_BYTES = 2000
#: What an event of this name reads like; others by their own name.
TITLES = {
    "login": "Logged in",
    "usage": "Used the product",
    "cart": "Filled the cart",
    "purchase": "Bought",
    "download": "Downloaded",
}
UTM = ("source", "medium", "campaign", "term", "content")


class Visitor(Table, kw_only=True):
    """A browser. contact_id: whose it is, when we know.

    window_time, window_count: events in the minute that began then; waiting: how many events wait
    to become somebody's history; first_touch: how the visitor first found us.
    """

    __tablename__ = "visitors"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    create_time: Mapped[datetime]
    last_time: Mapped[datetime]
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    window_time: Mapped[datetime]
    window_count: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    first_touch: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), default=None
    )


class TrackedEvent(Table, kw_only=True):
    """What a visitor did whom nobody knows yet; the columns are those of a timeline entry."""

    __tablename__ = "tracked_events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    visitor_id: Mapped[UUID]
    create_time: Mapped[datetime]
    occur_time: Mapped[datetime]
    kind: Mapped[Kind]
    title: Mapped[str]
    data: Mapped[dict[str, Any]]
    verdict: Mapped[Verdict]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, checked. attribution: how it says the visitor came."""

    id: UUID
    kind: Kind
    occur_time: datetime
    title: str
    data: Mapping[str, Any]
    attribution: Mapping[str, str] = field(default_factory=dict)


def event_id(visitor_id: UUID, word: str) -> UUID:
    """One id for one event of a visitor, however often it comes; a new one without a word."""
    return uuid5(visitor_id, word) if word else uuid7()


def page_view(
    identity: UUID, at: datetime, *, url: str, title: str, referrer: str, visitor_id: UUID
) -> Event:
    """A look at a page. Raises InvalidArgument naming url."""
    page, path, utm = page_of(url)
    title = one_line(title)
    data = {"url": page, "path": path, "page_title": title, "visitor_id": str(visitor_id)}
    came_from = page_of(referrer)[0] if referrer.startswith(("http://", "https://")) else ""
    if came_from:
        data["referrer"] = came_from
    found_by = touch({**utm, "referrer": came_from, "landing_page": page})
    return Event(identity, Kind.PAGE_VIEW, at, f"Looked at {title or path}", data | utm, found_by)


def product_event(identity: UUID, at: datetime, name: str, properties: Mapping[str, Any]) -> Event:
    """Something done in our product or shop. Raises InvalidArgument naming properties or name."""
    if not name:
        raise InvalidArgument.of("name", "is required for a product event")
    kept = checked(properties)
    what = TITLES.get(name, name.replace("_", " ").capitalize())
    about = kept.get("document") or kept.get("item") or ""
    title = one_line(f"{what} {about if isinstance(about, str) else ''}")[:300]
    return Event(identity, Kind.PRODUCT_EVENT, at, title, {**kept, "name": name})


def checked(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as they are kept: plain values, whole numbers whole. Raises InvalidArgument."""
    if len(properties) > MAX_PROPERTIES:
        raise InvalidArgument.of("properties", f"must be at most {MAX_PROPERTIES}")
    kept: dict[str, Any] = {}
    for name, value in properties.items():
        if not isinstance(value, str | int | float | bool):
            raise InvalidArgument.of("properties", "must be text, numbers, true or false")
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        kept[name] = int(value) if whole else value
    if len(json.dumps(kept)) > MAX_BYTES:
        raise InvalidArgument.of("properties", f"must be at most {MAX_BYTES} characters of JSON")
    return kept


def page_of(url: str) -> tuple[str, str, dict[str, str]]:
    """An address without what could be a secret, its path, and its utm words.

    Raises InvalidArgument naming url when it is no page's.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = port = ""
    if not host or parts.scheme not in ("http", "https"):
        raise InvalidArgument.of("url", "must be the address of a page, as https://example.com/x")
    path = parts.path or "/"
    query = dict(parse_qsl(parts.query, max_num_fields=None))
    utm = {name: query[f"utm_{name}"][:200] for name in UTM if query.get(f"utm_{name}")}
    return urlunsplit((parts.scheme, host + port, path, "", "")), path, utm
