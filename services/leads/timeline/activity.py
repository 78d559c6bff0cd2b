"""Which entries tell of something people did themselves; what we do about them is none of it."""

from sqlalchemy import ColumnElement, or_

from services.leads.timeline.model import Kind, TimelineEntry

THEIRS = (
    *(Kind.FORM, Kind.CONSENT, Kind.PAGE_VIEW, Kind.PRODUCT_EVENT, Kind.IDENTIFIED),
    *(Kind.CALL, Kind.CONVERSION, Kind.DEAL, Kind.ACTIVITY, Kind.CONTRACT),
    *(Kind.TICKET, Kind.COMPLAINT),
)
THEIR_EVENTS = ("SurveyAnswered", "MessageOpened", "MessageClicked")


def theirs() -> ColumnElement[bool]:
    """The SQL condition for them."""
    return or_(TimelineEntry.kind.in_(THEIRS), TimelineEntry.data["event"].astext.in_(THEIR_EVENTS))
