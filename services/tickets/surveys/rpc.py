"""SurveyService: a message in, a use case, a message out."""

from typing import Any

from crm.tickets.v1 import surveys_pb2 as pb
from crm.tickets.v1 import surveys_pb2_grpc

from chassis.mapping import to_message
from services.tickets.nps.model import NpsSurvey
from services.tickets.surveys.actions import Asked, Surveys


class SurveyService(surveys_pb2_grpc.SurveyServiceServicer):
    """What customers say about solved tickets, and about us."""

    def __init__(self, surveys: Surveys) -> None:
        self._surveys = surveys

    def ShowSurvey(self, request: pb.ShowSurveyRequest, _: Any) -> pb.Survey:
        return _shown(self._surveys.show(request.token))

    def AnswerSurvey(self, request: pb.AnswerSurveyRequest, _: Any) -> pb.Survey:
        answered = self._surveys.answer(request.token, score=request.score, comment=request.comment)
        return _shown(answered)


def _shown(asked: Asked) -> pb.Survey:
    if isinstance(asked, NpsSurvey):
        return to_message(asked, pb.Survey, kind=pb.Survey.NPS)
    survey, ticket = asked
    about = {"ticket_number": ticket.number, "subject": ticket.subject}
    return to_message(survey, pb.Survey, kind=pb.Survey.CSAT, **about)
