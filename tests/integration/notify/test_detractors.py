"""A manager hears at once of a customer who begins to warn of us (R19)."""

from uuid import uuid4

import pytest
from crm.notify.v1 import notifications_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets

from tests.integration.notify.conftest import Hire, Worker
from tests.integration.notify.test_notifications import TEAM, shown


@pytest.mark.parametrize(
    ("score", "before", "told"),
    [(6, None, True), (0, 10, True), (7, None, False), (5, 6, False), (10, 1, False)],
)
def test_who_begins_to_warn_of_us_is_told_to_the_manager_of_the_team(
    worker: Worker,
    colleague: Hire,
    notifications: notifications_pb2_grpc.NotificationServiceStub,
    *,
    score: int,
    before: int | None,
    told: bool,
) -> None:
    mona = colleague("Mona", "manager", teams=(TEAM,))
    contact_id = str(uuid4())
    survey = {
        "id": str(uuid4()),
        "contact_id": contact_id,
        "contact_name": "Ada",
        "team_id": TEAM,
        "score": score,
        "comment": "Too slow.",
    }
    worker.hear(tickets.NpsSurveyAnswered(survey=survey, previous_score=before))
    found = [(each.title, each.body, each.subject_id) for each in shown(notifications, mona)]
    said = ("Ada would not recommend us", f"Score {score} of 10. Too slow.", contact_id)
    assert found == ([said] if told else [])
