"""What belongs to a contact that is merged belongs to the other one, whatever is heard first."""

import pytest
from crm.deals.v1 import activities_pb2, activities_pb2_grpc, deals_pb2_grpc
from crm.deals.v1 import deals_pb2 as pb

from tests.harness.machinery import Machinery
from tests.harness.merges import Merge
from tests.harness.people import AsPerson, Person


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"*": "all"})


class Records:
    """A deal and a task of each of the two."""

    def __init__(
        self,
        deals: deals_pb2_grpc.DealServiceStub,
        activities: activities_pb2_grpc.ActivityServiceStub,
        rep: Person,
        merge: Merge,
    ) -> None:
        self._deals, self._activities, self._me = deals, activities, rep.metadata()
        for contact_id in (merge.stays, merge.goes):
            deal = {"title": f"Deal of {contact_id}", "contact_id": contact_id}
            deals.CreateDeal(pb.CreateDealRequest(deal=deal), metadata=self._me)
            task = {
                "kind": "TASK",
                "subject": "Ring",
                "contact_id": contact_id,
            }
            request = activities_pb2.CreateActivityRequest(activity=task)
            request.activity.due_time.GetCurrentTime()
            activities.CreateActivity(request, metadata=self._me)

    def of(self, contact_id: str) -> tuple[int, int, set[str]]:
        """How many deals and tasks a contact has, and by which name."""
        mine = f'contact_id = "{contact_id}"'
        deals = self._deals.ListDeals(pb.ListDealsRequest(filter=mine), metadata=self._me).deals
        request = activities_pb2.ListActivitiesRequest(filter=f'{mine} AND subject = "Ring"')
        tasks = self._activities.ListActivities(request, metadata=self._me).activities
        names = {each.contact_name for each in (*deals, *tasks)}
        return len(deals), len(tasks), names


@pytest.fixture
def merge(clockwork: Machinery) -> Merge:
    merge = Merge()
    for fact in merge.known():
        clockwork.tell(fact)
    return merge


@pytest.fixture
def records(
    deals: deals_pb2_grpc.DealServiceStub,
    activities: activities_pb2_grpc.ActivityServiceStub,
    rep: Person,
    merge: Merge,
) -> Records:
    return Records(deals, activities, rep, merge)


def test_deals_and_tasks_go_with_their_contact_and_come_back(
    clockwork: Machinery, records: Records, merge: Merge
) -> None:
    clockwork.tell(merge.merged(), times=2)
    assert records.of(merge.stays) == (2, 2, {"Ada"})
    assert records.of(merge.goes) == (0, 0, set())

    clockwork.tell(merge.parted(), times=2)
    assert records.of(merge.stays) == (1, 1, {"Ada"})
    assert records.of(merge.goes) == (1, 1, {"Grace"})


def test_old_news_of_a_merge_changes_nothing(
    clockwork: Machinery, records: Records, merge: Merge
) -> None:
    clockwork.tell(merge.parted(version=3))
    clockwork.tell(merge.merged(version=2))
    assert records.of(merge.goes) == (1, 1, {"Grace"})
    clockwork.tell(merge.merged(version=4))
    assert records.of(merge.goes) == (0, 0, set())
