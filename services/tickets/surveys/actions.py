"""The use cases of surveys. Each method is one transaction."""

from uuid import UUID

from crm.tickets.v1 import events_pb2 as events

from chassis import context
from chassis.database import Database
from chassis.errors import NotFound
from chassis.transaction import Transaction
from services.tickets.nps import asking
from services.tickets.nps.model import NpsSurvey
from services.tickets.signing import Links
from services.tickets.surveys.model import Survey
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told

#: What a link asks about: a ticket, or whether somebody would recommend us.
Asked = tuple[Survey, Ticket] | NpsSurvey


class Surveys:
    """What whoever has the link may do."""

    def __init__(self, database: Database, links: Links) -> None:
        self._database = database
        self._links = links

    def show(self, token: str) -> Asked:
        """What a link asks about. Raises NotFound (SURVEY_NOT_FOUND)."""
        with self._database.reading() as tx:
            return self._asked(tx, token)

    def answer(self, token: str, *, score: int, comment: str) -> Asked:
        """The customer's answer. Raises NotFound (SURVEY_NOT_FOUND), InvalidArgument."""
        with context.as_system(), self._database.transaction() as tx:  # the link is the permission
            asked = self._asked(tx, token)
            if isinstance(asked, NpsSurvey):
                asking.answered(tx, asked, score, comment)
            else:
                _answered(tx, *asked, score, comment)
        return asked

    def _asked(self, tx: Transaction, token: str) -> Asked:
        survey_id = self._links.survey_of(token)
        if survey_id is None:
            raise NotFound("SURVEY_NOT_FOUND", "There is no such survey.")
        survey = tx.session.get(Survey, survey_id)
        if survey is None:
            return _recommendation(tx, survey_id)
        ticket = tx.session.get_one(Ticket, survey.ticket_id, with_for_update=tx.writable)
        if tx.writable:
            tx.session.refresh(survey)
        return survey, ticket


def _recommendation(tx: Transaction, survey_id: UUID) -> NpsSurvey:
    survey = tx.session.get(NpsSurvey, survey_id, with_for_update=tx.writable)
    if survey is None:
        raise NotFound("SURVEY_NOT_FOUND", "There is no such survey.")
    return survey


def _answered(tx: Transaction, survey: Survey, ticket: Ticket, score: int, comment: str) -> None:
    survey.answer(score, comment, tx.now)
    ticket.survey_score = score
    fact = events.SurveyAnswered(
        survey_id=str(survey.id),
        score=score,
        comment=survey.comment,
        contact_id=str(ticket.contact_id or ""),
    )
    told(tx, ticket, fact)
