"""The use cases of clean-up. Each method is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from sqlalchemy import Select, func, select

from chassis import context, filtering, scope
from chassis.database import Database
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.local_time import zone_of
from chassis.policies import Policies
from chassis.transaction import Transaction, not_found
from services.leads.cleanup.model import (
    THE_ONE,
    CleanupItem,
    CleanupPolicy,
    CleanupRound,
    Reason,
    State,
    policy,
)
from services.leads.contacts.model import Contact
from services.leads.follow_up import model as follow_up
from services.leads.people.model import find

#: The timer of the next round, and of the next step of the one that runs.
ROUND, STEP = "leads.cleanup.round", "leads.cleanup.step"
LISTING = Listing(
    CleanupItem,
    Fields(
        filtering.uuid("contact_id"),
        *map(filtering.time, ("create_time", "update_time")),
        filtering.choice("reason", Reason),
        filtering.choice("state", State),
    ),
    orders=("create_time", "update_time"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item, its contact, and the older record where the caller may see it."""

    item: CleanupItem
    contact: Contact
    duplicate_of: Contact | None


@dataclass(frozen=True, slots=True)
class Summary:
    """How much waits, and when it was and will be looked for."""

    waiting: Mapping[Reason, int]
    last_round_time: datetime | None
    next_round_time: datetime | None
    running: bool


class CleanupPolicies(Policies[CleanupPolicy]):
    """What can be done with the one policy."""

    model = CleanupPolicy
    the_one = THE_ONE

    def follow(self, tx: Transaction, rules: CleanupPolicy) -> None:
        """The timer follows the day. Raises InvalidArgument when nobody here is the reviewer."""
        person = find(tx, rules.reviewer_id) if rules.reviewer_id else None
        if rules.reviewer_id and (person is None or not person.active):
            raise InvalidArgument.of("reviewer_id", "names nobody who works here")
        if rules.enabled:
            tx.schedule(ROUND, key="", due=rules.next_round(tx.now, zone(tx)))
        else:
            tx.unschedule(ROUND, key="")

    def run(self) -> None:
        """Begins a round now. Raises FailedPrecondition (CLEANUP_DISABLED)."""
        with self._database.transaction() as tx:
            if not tx.get(CleanupPolicy, THE_ONE).enabled:
                raise FailedPrecondition("CLEANUP_DISABLED", "Turn the clean-up on first.")
            tx.schedule(ROUND, key="", due=tx.now)


class Cleanup:
    """What can be done with what waits: the caller reaches what is said of contacts they reach."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, query: Query) -> Page[Shown]:
        """A page of items about living contacts. Raises InvalidArgument."""
        with self._database.reading() as tx:
            page = LISTING.page(tx, _reached(), query, self._tokens)
            return Page(_shown(tx, page.items), page.next_page_token)

    def keep(self, item_id: UUID, *, etag: str = "") -> Shown:
        """Leaves the record as it is. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            item = _one(tx, item_id, etag)
            item.keep(context.current().identity.name, tx.now)
            tx.flush()
            return _shown(tx, [item])[0]

    def reopen(self, item_id: UUID, *, etag: str = "") -> Shown:
        """Takes a decision back. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            item = _one(tx, item_id, etag)
            item.reopen()
            tx.flush()
            return _shown(tx, [item])[0]

    def summary(self) -> Summary:
        """How much waits within the caller's reach."""
        open_ = _reached().where(CleanupItem.state == State.OPEN)
        counted = open_.with_only_columns(CleanupItem.reason, func.count().label("times"))
        last = select(CleanupRound).order_by(CleanupRound.create_time.desc()).limit(1)
        with self._database.reading() as tx:
            rules = policy(tx)
            rows = tx.execute(counted.group_by(CleanupItem.reason))
            latest = tx.session.scalars(last).first()
            return Summary(
                waiting={row.reason: row.times for row in rows},
                last_round_time=latest.create_time if latest else None,
                next_round_time=rules.next_round(tx.now, zone(tx)) if rules.enabled else None,
                running=latest is not None and latest.end_time is None,
            )


def zone(tx: Transaction) -> tzinfo:
    """Where the firm is."""
    return zone_of(follow_up.policy(tx).time_zone)


def _reached() -> Select[CleanupItem]:
    """What is said of living contacts that the running call's caller reaches."""
    return (
        select(CleanupItem)
        .join(Contact, Contact.id == CleanupItem.contact_id)
        .where(Contact.delete_time.is_(None), scope.condition(Contact, context.current()))
    )


def _one(tx: Transaction, item_id: UUID, etag: str) -> CleanupItem:
    """The item, locked. Raises NotFound, Aborted."""
    reached = _reached().where(CleanupItem.id == item_id)
    if tx.session.scalar(reached) is None:
        raise not_found(CleanupItem)
    return tx.get(CleanupItem, item_id, etag=etag)


def _shown(tx: Transaction, items: Sequence[CleanupItem]) -> list[Shown]:
    ids = {each for item in items for each in (item.contact_id, item.duplicate_of_id) if each}
    found = {each.id: each for each in tx.scalars(tx.select(Contact).where(Contact.id.in_(ids)))}
    return [
        Shown(item, found[item.contact_id], found.get(item.duplicate_of_id or item.id))
        for item in items
        if item.contact_id in found
    ]
