"""What makes a record one to look at: for each reason one condition, for a round and afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, Uuid, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from services.leads.cleanup.model import BouncedAddress, CleanupPolicy, Reason, months_before
from services.leads.contacts.model import Contact
from services.leads.timeline.activity import theirs
from services.leads.timeline.model import TimelineEntry

OLDER = aliased(Contact)
LIVING = Contact.delete_time.is_(None)
#: The oldest record with the same number, or with the same name at the same company. An aggregate,
#: so that it is looked for by what is the same and not by age.
OLDEST = cast(func.min(cast(OLDER.id, Text)), Uuid)
SAME_PHONE = (
    select(OLDEST)
    .where(OLDER.delete_time.is_(None), OLDER.phone == Contact.phone, OLDER.id < Contact.id)
    .scalar_subquery()
)
SAME_NAME = (
    select(OLDEST)
    .where(
        OLDER.delete_time.is_(None),
        OLDER.company_name != "",
        func.fold(OLDER.full_name) == func.fold(Contact.full_name),
        func.fold(OLDER.company_name) == func.fold(Contact.company_name),
        OLDER.id < Contact.id,
    )
    .scalar_subquery()
)
BY_PHONE = and_(Contact.phone != "", SAME_PHONE.is_not(None))
BY_NAME = and_(Contact.company_name != "", Contact.last_name != "", SAME_NAME.is_not(None))
NAMELESS = and_(Contact.first_name == "", Contact.last_name == "")
UNREACHABLE = and_(Contact.email == "", Contact.phone == "")
DIAGNOSIS = (
    select(BouncedAddress.diagnosis)
    .where(BouncedAddress.email_key == Contact.email_key)
    .scalar_subquery()
)


def holding(reason: Reason, rules: CleanupPolicy, now: datetime) -> ColumnElement[bool]:
    """The SQL condition for the living contacts that are to be looked at for a reason."""
    match reason:
        case Reason.DUPLICATE:
            return and_(LIVING, or_(BY_PHONE, BY_NAME))
        case Reason.BOUNCED:
            return and_(LIVING, Contact.email_key != "", DIAGNOSIS.is_not(None))
        case Reason.INCOMPLETE:
            return and_(LIVING, or_(NAMELESS, UNREACHABLE))
        case Reason.STALE:
            since = months_before(now, rules.stale_months)
            return and_(LIVING, Contact.create_time <= since, ~_active(since))


def telling(reason: Reason) -> Select[*tuple[Any, ...]]:
    """The contacts' ids, and what `explanation` needs of them."""
    match reason:
        case Reason.DUPLICATE:
            same = (SAME_PHONE.label("same"), SAME_NAME.label("other"))
            return select(Contact.id, Contact.phone, *same)
        case Reason.BOUNCED:
            return select(Contact.id, DIAGNOSIS.label("diagnosis"))
        case Reason.INCOMPLETE:
            return select(Contact.id, NAMELESS.label("nameless"), UNREACHABLE.label("unreachable"))
        case Reason.STALE:
            return select(Contact.id)


def explanation(reason: Reason, row: Row[Any], rules: CleanupPolicy) -> str:
    """Why this record, in words, of what `telling` found."""
    match reason:
        case Reason.DUPLICATE:
            what = "phone number" if _by_phone(row) else "name and company"
            return f"The same {what} as an older record."
        case Reason.BOUNCED:
            return f"Mail came back for good. {row.diagnosis}".strip()
        case Reason.INCOMPLETE:
            lacks = ["No name."] if row.nameless else []
            return " ".join([*lacks, *(["No e-mail and no phone."] if row.unreachable else [])])
        case Reason.STALE:
            return f"Nothing happened for {rules.stale_months} months."


def duplicate_of(reason: Reason, row: Row[Any]) -> UUID | None:
    """The older record, of what `telling` found."""
    if reason is not Reason.DUPLICATE:
        return None
    found: UUID | None = row.same if _by_phone(row) else row.other
    return found


def _by_phone(row: Row[Any]) -> bool:
    return bool(row.phone and row.same)


def _active(since: datetime) -> ColumnElement[bool]:
    """Whether they did something, or one of us did something about them; what we send by ourselves
    is neither."""
    return exists().where(
        TimelineEntry.contact_id == Contact.id,
        TimelineEntry.occur_time > since,
        or_(theirs(), TimelineEntry.actor_id.is_not(None)),
    )
