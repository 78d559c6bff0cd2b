"""May they: the permission an RPC declares against what the caller holds, and why not."""

from collections.abc import Callable
from dataclasses import replace

from chassis.errors import PermissionDenied, Unauthenticated
from chassis.identity import Identity
from gateway.accounts.explanations import Holders
from gateway.catalogue import Method

PUBLIC, SIGNED_IN = "public", "signed_in"


class Authorizer:
    """Decides before a request's body is read. Calling it is gateway.parts.Authorize."""

    def __init__(self, holders: Callable[[str], Holders]) -> None:
        self._holders = holders

    def __call__(self, identity: Identity, method: Method) -> None:
        """Raises Unauthenticated (SIGN_IN_REQUIRED), or PermissionDenied (PERMISSION_REQUIRED)
        that names the permission, the roles that have it and people who hold them."""
        permission = method.permission
        if permission == PUBLIC:
            return
        if identity.user_id is None:
            raise Unauthenticated("SIGN_IN_REQUIRED", "Sign in or send an API key.")
        if permission != SIGNED_IN and identity.reach(permission) is None:
            raise self._refusal(identity, permission)

    def _refusal(self, identity: Identity, permission: str) -> PermissionDenied:
        holders = self._holders(permission)
        return PermissionDenied(
            "PERMISSION_REQUIRED",
            f"This needs the permission {permission}. {_reason(identity, permission, holders)}",
            permission=permission,
            roles=", ".join(holders.roles),
            people=", ".join(holders.people if identity.kind == "user" else ()),
        )


def _reason(identity: Identity, permission: str, holders: Holders) -> str:
    if replace(identity, limits=None).reach(permission) is not None:
        return f"This API key is limited to {', '.join(identity.limits or ())}."
    roles = " or ".join(holders.roles) or "no role"
    return f"Your roles do not allow it; {roles} does."
