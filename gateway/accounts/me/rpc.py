"""MeService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import me_pb2 as pb
from crm.gateway.v1 import me_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import context, masks
from chassis.identity import Identity
from chassis.ids import parse_id
from chassis.mapping import moment, to_message
from gateway.accounts import authority
from gateway.accounts.me.actions import Held, Me, Profile
from gateway.accounts.sessions.actions import Sessions
from gateway.accounts.users.model import User


class MeService(me_pb2_grpc.MeServiceServicer):
    """What everybody may know and change about themselves."""

    def __init__(self, me: Me, sessions: Sessions) -> None:
        self._me = me
        self._sessions = sessions

    def GetMe(self, _request: pb.GetMeRequest, _: Any) -> pb.Me:
        return shown(self._me.get(_caller()))

    def UpdateMe(self, request: pb.UpdateMeRequest, _: Any) -> pb.Me:
        changes = masks.changes(request.me, request.update_mask, User)
        return shown(self._me.update(_caller(), changes, etag=request.me.etag))

    def ListMyPermissions(
        self, _request: pb.ListMyPermissionsRequest, _: Any
    ) -> pb.ListMyPermissionsResponse:
        held = [_held(one) for one in self._me.permissions(_caller())]
        limits = _caller().limits or ()
        return pb.ListMyPermissionsResponse(permissions=held, limited_to=limits)

    def ChangeMyPassword(self, request: pb.ChangeMyPasswordRequest, _: Any) -> Empty:
        self._me.change_password(_caller(), request.current_password, request.new_password)
        return Empty()

    def MarkMeAbsent(self, request: pb.MarkMeAbsentRequest, _: Any) -> pb.Me:
        return shown(self._me.mark_absent(_caller(), moment(request, "until_time")))

    def MarkMePresent(self, _request: pb.MarkMePresentRequest, _: Any) -> pb.Me:
        return shown(self._me.mark_present(_caller()))

    def ListMySessions(
        self, _request: pb.ListMySessionsRequest, _: Any
    ) -> pb.ListMySessionsResponse:
        me = _caller()
        answer = pb.ListMySessionsResponse()
        for session in self._sessions.list_own(me.user_id) if me.user_id else ():
            message = to_message(session, pb.Session)
            message.current = session.id == me.credential_id
            answer.sessions.append(message)
        return answer

    def RevokeMySession(self, request: pb.RevokeMySessionRequest, _: Any) -> Empty:
        authority.require_session()
        if user_id := _caller().user_id:
            self._sessions.revoke_own(user_id, parse_id(request.id, "session"))
        return Empty()

    def RevokeMyOtherSessions(self, _request: pb.RevokeMyOtherSessionsRequest, _: Any) -> Empty:
        authority.require_session()
        if user_id := _caller().user_id:
            self._sessions.revoke_others(user_id, keep=_caller().credential_id)
        return Empty()


def _caller() -> Identity:
    return context.current().identity


def shown(profile: Profile) -> pb.Me:
    """The message of a profile."""
    message = to_message(profile.user, pb.Me)
    message.teams.extend(to_message(team, pb.Named) for team in profile.teams)
    message.roles.extend(to_message(role, pb.Named) for role in profile.roles)
    return message


def _held(held: Held) -> pb.HeldPermission:
    sources = [
        pb.HeldPermission.Source(
            role_id=str(source.role_id),
            role_name=source.role_name,
            pattern=source.pattern,
            reach=source.reach.name,
        )
        for source in held.sources
    ]
    return pb.HeldPermission(permission=held.permission, reach=held.reach.name, sources=sources)
