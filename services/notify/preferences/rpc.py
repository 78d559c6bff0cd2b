"""PreferenceService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import preferences_pb2 as pb
from crm.notify.v1 import preferences_pb2_grpc

from services.notify.preferences.actions import Preferences, Wishes


class PreferenceService(preferences_pb2_grpc.PreferenceServiceServicer):
    """What a person wants to hear of us."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def ShowPreferences(self, request: pb.ShowPreferencesRequest, _: Any) -> pb.Preferences:
        return _shown(self._preferences.show(request.token))

    def Unsubscribe(self, request: pb.UnsubscribeRequest, _: Any) -> pb.Preferences:
        return _shown(self._preferences.unsubscribe(request.token))

    def Resubscribe(self, request: pb.ResubscribeRequest, _: Any) -> pb.Preferences:
        return _shown(self._preferences.resubscribe(request.token))


def _shown(wishes: Wishes) -> pb.Preferences:
    return pb.Preferences(email=wishes.email, promotional=wishes.promotional)
