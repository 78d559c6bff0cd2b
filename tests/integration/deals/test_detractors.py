"""Who would not recommend us is called by whoever they belong to, once for each survey (R19)."""

from uuid import uuid4

import pytest
from crm.deals.v1 import activities_pb2 as pb
from crm.deals.v1 import activities_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets

from tests.harness.machinery import Machinery
from tests.harness.people import AsPerson, Person


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"activities.*": "own"})


def tasks(activities: activities_pb2_grpc.ActivityServiceStub, rep: Person) -> list[str]:
    request = pb.ListActivitiesRequest(order_by="create_time")
    found = activities.ListActivities(request, metadata=rep.metadata()).activities
    return [task.subject for task in found]


@pytest.mark.parametrize(
    ("score", "before", "asked"),
    [(6, None, True), (0, 10, True), (6, 7, True), (7, None, False), (4, 6, False), (9, 2, False)],
)
def test_a_task_is_made_when_somebody_begins_to_warn_of_us(
    activities: activities_pb2_grpc.ActivityServiceStub,
    rep: Person,
    clockwork: Machinery,
    *,
    score: int,
    before: int | None,
    asked: bool,
) -> None:
    survey = {
        "id": str(uuid4()),
        "contact_id": str(uuid4()),
        "contact_name": "Ada Lovelace",
        "owner_id": str(rep.id),
        "score": score,
    }
    clockwork.tell(tickets.NpsSurveyAnswered(survey=survey, previous_score=before), times=2)
    wanted = [f"Ask Ada Lovelace what went wrong: {score} of 10"] if asked else []
    assert tasks(activities, rep) == wanted
