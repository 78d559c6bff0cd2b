"""RoleService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import roles_pb2 as pb
from crm.gateway.v1 import roles_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.context import current
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from gateway.accounts.roles.actions import Roles
from gateway.accounts.roles.model import Role


class RoleService(roles_pb2_grpc.RoleServiceServicer):
    """What people may do, and how far."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def GetRole(self, request: pb.GetRoleRequest, _: Any) -> pb.Role:
        return to_message(self._roles.get(parse_id(request.id, "role")), pb.Role)

    def ListRoles(self, request: pb.ListRolesRequest, _: Any) -> pb.ListRolesResponse:
        page = self._roles.list(Query.of(request))
        roles = [to_message(role, pb.Role) for role in page.items]
        return pb.ListRolesResponse(roles=roles, next_page_token=page.next_page_token)

    def CreateRole(self, request: pb.CreateRoleRequest, _: Any) -> pb.Role:
        values = masks.values(request.role, Role)
        return to_message(self._roles.create(values), pb.Role)

    def UpdateRole(self, request: pb.UpdateRoleRequest, _: Any) -> pb.Role:
        changes = masks.changes(request.role, request.update_mask, Role)
        role_id = parse_id(request.role.id, "role")
        return to_message(self._roles.update(role_id, changes, etag=request.role.etag), pb.Role)

    def DeleteRole(self, request: pb.DeleteRoleRequest, _: Any) -> Empty:
        self._roles.delete(parse_id(request.id, "role"), etag=request.etag)
        return Empty()

    def ListPermissions(
        self,
        request: pb.ListPermissionsRequest,  # noqa: ARG002 -- it says nothing
        _: Any,
    ) -> pb.ListPermissionsResponse:
        known = [to_message(one, pb.Permission) for one in self._roles.permissions()]
        return pb.ListPermissionsResponse(permissions=known)

    def ExplainPermission(
        self, request: pb.ExplainPermissionRequest, _: Any
    ) -> pb.ExplainPermissionResponse:
        holders = self._roles.holders(request.permission)
        people = holders.people if current().identity.kind == "user" else ()
        return pb.ExplainPermissionResponse(role_names=holders.roles, user_names=people)
