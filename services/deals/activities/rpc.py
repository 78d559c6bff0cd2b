"""ActivityService: a message in, a use case, a message out."""

from datetime import UTC
from typing import Any

from crm.deals.v1 import activities_pb2 as pb
from crm.deals.v1 import activities_pb2_grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from services.deals.activities.actions import Activities
from services.deals.activities.model import Activity
from services.deals.activities.planning import shown


class ActivityService(activities_pb2_grpc.ActivityServiceServicer):
    """What sales does and promised to do."""

    def __init__(self, activities: Activities) -> None:
        self._activities = activities

    def GetActivity(self, request: pb.GetActivityRequest, _: Any) -> pb.Activity:
        return shown(self._activities.get(parse_id(request.id, "activity")))

    def ListActivities(
        self, request: pb.ListActivitiesRequest, _: Any
    ) -> pb.ListActivitiesResponse:
        page = self._activities.list(Query.of(request))
        found = [shown(activity) for activity in page.items]
        return pb.ListActivitiesResponse(activities=found, next_page_token=page.next_page_token)

    def ShowToday(self, request: pb.ShowTodayRequest, _: Any) -> pb.Today:
        day = self._activities.today(request.time_zone)
        return pb.Today(**{name: [shown(each) for each in found] for name, found in day.items()})

    def CreateActivity(self, request: pb.CreateActivityRequest, _: Any) -> pb.Activity:
        return shown(self._activities.create(masks.values(request.activity, Activity)))

    def UpdateActivity(self, request: pb.UpdateActivityRequest, _: Any) -> pb.Activity:
        changes = masks.changes(request.activity, request.update_mask, Activity)
        activity_id = parse_id(request.activity.id, "activity")
        return shown(self._activities.update(activity_id, changes, etag=request.activity.etag))

    def CompleteActivity(self, request: pb.CompleteActivityRequest, _: Any) -> pb.Activity:
        done = request.done_time.ToDatetime(tzinfo=UTC) if request.HasField("done_time") else None
        points = [MessageToDict(p, preserving_proto_field_name=True) for p in request.key_points]
        completed = self._activities.complete(
            parse_id(request.id, "activity"),
            summary=request.summary,
            key_points=points,
            done_time=done,
            seconds=request.duration_seconds,
            etag=request.etag,
        )
        return shown(completed)

    def DeleteActivity(self, request: pb.DeleteActivityRequest, _: Any) -> Empty:
        self._activities.delete(parse_id(request.id, "activity"), etag=request.etag)
        return Empty()
