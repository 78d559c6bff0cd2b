"""What each contact said last about recommending us: an older answer that comes late is none."""

from uuid import UUID

from crm.tickets.v1 import nps_pb2
from sqlalchemy.orm import Mapped, mapped_column

from chassis.copies import Versioned, keep_newer
from chassis.transaction import Transaction
from services.leads.tables import Table


class Recommendation(Table, Versioned, kw_only=True):
    """The newest answer of a contact. version: when it came, in microseconds."""

    __tablename__ = "recommendations"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    score: Mapped[int]


def newest(tx: Transaction, survey: nps_pb2.NpsSurvey) -> bool:
    """Writes down an answer, unless the contact gave a later one; whether it did."""
    values = {
        "contact_id": UUID(survey.contact_id),
        "version": survey.answer_time.ToMicroseconds(),
        "score": survey.score,
    }
    return keep_newer(tx, Recommendation, values)
