"""Asks the customer how it went, once for each ticket."""

from crm.tickets.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.ids import uuid7
from chassis.transaction import Transaction
from services.tickets.signing import Links
from services.tickets.surveys.model import Survey
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told


def send(tx: Transaction, ticket: Ticket, links: Links) -> None:
    """Asks, unless there is no address or the customer was asked when it was solved before."""
    asked = select(Survey.id).where(Survey.ticket_id == ticket.id)
    if not ticket.contact_email or tx.session.scalar(asked):
        return
    survey = Survey(id=uuid7(), ticket_id=ticket.id, send_time=tx.now)
    tx.session.add(survey)
    fact = events.SurveySent(survey_id=str(survey.id), url=links.survey_url(survey.id))
    told(tx, ticket, fact)
