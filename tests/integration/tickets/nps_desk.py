"""What the tests of NPS do again and again: contacts told, asked, answering."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from crm.tickets.v1 import nps_pb2 as pb
from crm.tickets.v1 import nps_pb2_grpc, surveys_pb2, surveys_pb2_grpc
from sqlalchemy import text

from chassis.database import Database
from tests.harness.people import Person
from tests.harness.services import Running
from tests.integration.tickets.test_contacts_copy import tell


class NpsDesk:
    """Somebody who asks contacts, and the contacts who answer."""

    def __init__(self, server: Running, database: Database, who: Person) -> None:
        self.nps = server.stub(nps_pb2_grpc.NpsServiceStub)
        self.database = database
        self._surveys = server.stub(surveys_pb2_grpc.SurveyServiceStub)
        self._me = who.metadata()
        self._version = 0

    def contact(self, contact_id: UUID | None = None, **fields: object) -> UUID:
        """A contact that leads tells of, or tells more of."""
        known = contact_id or uuid4()
        self._version += 1
        whose = {"email": f"{known}@example.com", **fields}
        tell(self.database, self._version, known, **whose)
        return known

    def ask(self, contact_id: UUID) -> pb.NpsSurvey:
        request = pb.SendNpsSurveyRequest(contact_id=str(contact_id))
        return self.nps.SendNpsSurvey(request, metadata=self._me)

    def answer(self, survey: pb.NpsSurvey, score: int | None, comment: str = "") -> None:
        """By the link that was sent."""
        said = {} if score is None else {"score": score}
        request = surveys_pb2.AnswerSurveyRequest(
            token=self.token(survey.id), comment=comment, **said
        )
        self._surveys.AnswerSurvey(request)

    def look(self, survey: pb.NpsSurvey) -> surveys_pb2.Survey:
        """What the link shows."""
        return self._surveys.ShowSurvey(surveys_pb2.ShowSurveyRequest(token=self.token(survey.id)))

    def token(self, survey_id: str) -> str:
        (sent,) = [f for f in self.facts("NpsSurveySent") if f["survey"]["id"] == survey_id]
        return str(sent["url"]).rpartition("/")[2]

    def facts(self, name: str) -> list[dict]:  # type: ignore[type-arg]  # JSON
        """The data of all facts of a kind, in order."""
        with self.database.reading() as tx:
            rows = tx.execute(
                text("SELECT data FROM outbox WHERE type = :t ORDER BY seq"),
                {"t": f"crm.tickets.v1.{name}"},
            )
            return [*rows.scalars()]

    def listed(self, filter_: str = "") -> list[pb.NpsSurvey]:
        request = pb.ListNpsSurveysRequest(filter=filter_)
        return [*self.nps.ListNpsSurveys(request, metadata=self._me).nps_surveys]

    def report(self, **asked: str) -> pb.ReportNpsResponse:
        return self.nps.ReportNps(pb.ReportNpsRequest(**asked), metadata=self._me)

    def allow(self, **changes: int) -> None:
        """Changes the policy."""
        request = pb.UpdateNpsPolicyRequest(nps_policy=changes, update_mask={"paths": [*changes]})
        self.nps.UpdateNpsPolicy(request, metadata=self._me)


MakeNpsDesk = Callable[[Person], NpsDesk]


@pytest.fixture
def nps_desk(tickets_server: Running, tickets_database: Database, agent: Person) -> NpsDesk:
    """The desk of somebody who may do everything."""
    return NpsDesk(tickets_server, tickets_database, agent)
