"""NotificationService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import notifications_pb2 as pb
from crm.notify.v1 import notifications_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.notify.notifications.actions import Choice, Notifications
from services.notify.notifications.model import KINDS, Notification, NotificationPreference


class NotificationService(notifications_pb2_grpc.NotificationServiceServicer):
    """What a user is told, and how."""

    def __init__(self, notifications: Notifications) -> None:
        self._notifications = notifications

    def ListNotifications(
        self, request: pb.ListNotificationsRequest, _: Any
    ) -> pb.ListNotificationsResponse:
        page = self._notifications.list(Query.of(request))
        return pb.ListNotificationsResponse(
            notifications=[_shown(each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CountNotifications(
        self, request: pb.CountNotificationsRequest, _: Any
    ) -> pb.CountNotificationsResponse:
        found = self._notifications.count(request.filter)
        return pb.CountNotificationsResponse(count=found.count, capped=found.capped)

    def ReadNotification(self, request: pb.ReadNotificationRequest, _: Any) -> pb.Notification:
        return _shown(self._notifications.read(parse_id(request.id, "notification")))

    def ReadAllNotifications(
        self, request: pb.ReadAllNotificationsRequest, _: Any
    ) -> pb.ReadAllNotificationsResponse:
        newest = parse_id(request.newest_id, "notification") if request.newest_id else None
        return pb.ReadAllNotificationsResponse(count=self._notifications.read_all(newest))

    def ListNotificationPreferences(
        self, _request: pb.ListNotificationPreferencesRequest, _: Any
    ) -> pb.ListNotificationPreferencesResponse:
        choices = [_chosen(choice) for choice in self._notifications.choices()]
        return pb.ListNotificationPreferencesResponse(notification_preferences=choices)

    def UpdateNotificationPreference(
        self, request: pb.UpdateNotificationPreferenceRequest, _: Any
    ) -> pb.NotificationPreference:
        wish = request.notification_preference
        changes = masks.changes(wish, request.update_mask, NotificationPreference)
        changes.pop("kind", None)
        return _chosen(self._notifications.choose(wish.kind, changes, etag=wish.etag))


def _shown(notification: Notification) -> pb.Notification:
    return to_message(notification, pb.Notification)


def _chosen(choice: Choice) -> pb.NotificationPreference:
    kind = KINDS[choice.kind]
    return pb.NotificationPreference(
        kind=choice.kind,
        etag=choice.etag,
        label=kind.label,
        in_app=choice.ways.in_app,
        mail=choice.ways.mail,
        fixed=kind.fixed,
    )
