"""Asks a contact whether they would recommend us, and not too often."""

from datetime import datetime

from crm.tickets.v1 import events_pb2 as events
from crm.tickets.v1 import nps_pb2 as pb
from sqlalchemy import func, select

from chassis.errors import FailedPrecondition
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.tickets.contacts_copy.model import ContactCopy
from services.tickets.nps.model import POLICY_ID, NpsPolicy, NpsSurvey
from services.tickets.signing import Links


def policy(tx: Transaction) -> NpsPolicy:
    """The policy in force."""
    return tx.session.get_one(NpsPolicy, POLICY_ID)


def last_asked(tx: Transaction, contact: ContactCopy) -> datetime | None:
    """When they were asked within the pause of the policy; whoever asks them, too, waits here."""
    tx.lock_key("nps", str(contact.id))
    since = tx.now - policy(tx).pause
    latest = select(func.max(NpsSurvey.create_time)).where(
        NpsSurvey.contact_id == contact.id, NpsSurvey.create_time > since
    )
    return tx.session.scalar(latest)


def refusal(tx: Transaction, last: datetime) -> FailedPrecondition:
    """Why a contact who was asked at `last` is not asked now."""
    ago, pause = said((tx.now - last).days), said(policy(tx).pause_days)
    words = f"The contact was asked {ago} ago; the pause between two is {pause}."
    return FailedPrecondition("ASKED_RECENTLY", words, asked_time=last.isoformat())


def said(days: int) -> str:
    """A number of days in words."""
    return {0: "less than a day", 1: "a day"}.get(days, f"{days} days")


def ask(tx: Transaction, contact: ContactCopy, links: Links) -> NpsSurvey:
    """A new survey; the link goes out by the fact."""
    survey = NpsSurvey(
        contact_id=contact.id,
        contact_name=contact.full_name,
        contact_email=contact.email,
        owner_id=contact.owner_id,
        team_id=contact.team_id,
    )
    tx.add(survey)
    tx.flush()
    fact = events.NpsSurveySent(survey=shown(survey), url=links.survey_url(survey.id))
    tx.publish(fact, subject=survey)
    return survey


def answered(tx: Transaction, survey: NpsSurvey, score: int, comment: str) -> None:
    """Takes the contact's answer and tells it. Raises InvalidArgument."""
    before = survey.score
    survey.answer(score, comment, tx.now)
    tx.flush()
    fact = events.NpsSurveyAnswered(survey=shown(survey), previous_score=before)
    tx.publish(fact, subject=survey)


def shown(survey: NpsSurvey) -> pb.NpsSurvey:
    """The survey as callers see it."""
    return to_message(survey, pb.NpsSurvey)
