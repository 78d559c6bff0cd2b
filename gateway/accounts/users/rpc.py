"""UserService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import users_pb2 as pb
from crm.gateway.v1 import users_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import moment, to_message
from gateway.accounts.users.actions import Users
from gateway.accounts.users.model import User


class UserService(users_pb2_grpc.UserServiceServicer):
    """People who may sign in."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def GetUser(self, request: pb.GetUserRequest, _: Any) -> pb.User:
        return to_message(self._users.get(parse_id(request.id, "user")), pb.User)

    def ListUsers(self, request: pb.ListUsersRequest, _: Any) -> pb.ListUsersResponse:
        page = self._users.list(Query.of(request))
        users = [to_message(user, pb.User) for user in page.items]
        return pb.ListUsersResponse(users=users, next_page_token=page.next_page_token)

    def CreateUser(self, request: pb.CreateUserRequest, _: Any) -> pb.User:
        user = self._users.create(masks.values(request.user, User), request.user.password)
        return to_message(user, pb.User)

    def UpdateUser(self, request: pb.UpdateUserRequest, _: Any) -> pb.User:
        changes = masks.changes(request.user, request.update_mask, User)
        user_id = parse_id(request.user.id, "user")
        return to_message(self._users.update(user_id, changes, etag=request.user.etag), pb.User)

    def DisableUser(self, request: pb.DisableUserRequest, _: Any) -> pb.User:
        user_id = parse_id(request.id, "user")
        return to_message(self._users.disable(user_id, etag=request.etag), pb.User)

    def EnableUser(self, request: pb.EnableUserRequest, _: Any) -> pb.User:
        user_id = parse_id(request.id, "user")
        return to_message(self._users.enable(user_id, etag=request.etag), pb.User)

    def MarkUserAbsent(self, request: pb.MarkUserAbsentRequest, _: Any) -> pb.User:
        user_id = parse_id(request.id, "user")
        return to_message(self._users.mark_absent(user_id, moment(request, "until_time")), pb.User)

    def MarkUserPresent(self, request: pb.MarkUserPresentRequest, _: Any) -> pb.User:
        return to_message(self._users.mark_present(parse_id(request.id, "user")), pb.User)

    def SetUserPassword(self, request: pb.SetUserPasswordRequest, _: Any) -> Empty:
        self._users.set_password(parse_id(request.id, "user"), request.password)
        return Empty()

    def SignOutUser(self, request: pb.SignOutUserRequest, _: Any) -> Empty:
        self._users.sign_out(parse_id(request.id, "user"))
        return Empty()
