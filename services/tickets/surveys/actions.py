"""The use cases of surveys. Each method is one transaction."""

from crm.tickets.v1 import events_pb2 as events

from chassis import context
from chassis.database import Database
from chassis.errors import NotFound
from chassis.transaction import Transaction
from services.tickets.signing import Links
from services.tickets.surveys.model import Survey
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told

Asked = tuple[Survey, Ticket]


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
        """The customer's answer. Raises NotFound (SURVEY_NOT_FOUND)."""
        with context.as_system(), self._database.transaction() as tx:  # the link is the permission
            survey, ticket = self._asked(tx, token)
            survey.answer(score, comment, tx.now)
            ticket.survey_score = score
            fact = events.SurveyAnswered(
                survey_id=str(survey.id),
                score=score,
                comment=survey.comment,
                contact_id=str(ticket.contact_id or ""),
            )
            told(tx, ticket, fact)
        return survey, ticket

    def _asked(self, tx: Transaction, token: str) -> Asked:
        survey_id = self._links.survey_of(token)
        survey = tx.session.get(Survey, survey_id) if survey_id else None
        if survey is None:
            raise NotFound("SURVEY_NOT_FOUND", "There is no such survey.")
        ticket = tx.session.get_one(Ticket, survey.ticket_id, with_for_update=tx.writable)
        if tx.writable:
            tx.session.refresh(survey)
        return survey, ticket
