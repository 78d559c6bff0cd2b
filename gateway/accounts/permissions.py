"""Every permission there is to grant, read from the protos of all services."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import crm

from chassis.errors import InvalidArgument
from gateway import catalogue


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role can allow; routes that need it as "GET /v1/contacts"."""

    permission: str
    routes: tuple[str, ...]
    scoped: bool


class Permissions:
    """The permissions of a descriptor set."""

    def __init__(self, suite: catalogue.Catalogue) -> None:
        methods: dict[str, list[catalogue.Method]] = {name: [] for name in suite.permissions}
        for method in suite.methods:
            methods.setdefault(method.permission, []).append(method)
        self.all = tuple(_described(name, methods[name]) for name in suite.permissions)

    def matching(self, pattern: str) -> list[str]:
        """The permissions a pattern names."""
        return [p.permission for p in self.all if fnmatchcase(p.permission, pattern)]

    def require_known(self, field: str, patterns: Iterable[str]) -> None:
        """Raises InvalidArgument naming `field` for a pattern that matches nothing."""
        for pattern in patterns:
            if not self.matching(pattern):
                raise InvalidArgument.of(field, f"{pattern!r} matches no permission")


def _described(name: str, methods: Iterable[catalogue.Method]) -> Permission:
    methods = list(methods)
    routes = (f"{b.verb} {b.template.text}" for method in methods for b in method.bindings)
    return Permission(name, tuple(routes), any(m.scope == "SCOPE_RECORDS" for m in methods))


def of_suite() -> Permissions:
    """The permissions of the generated descriptor set."""
    return Permissions(catalogue.load(descriptors()))


def descriptors() -> Path:
    """The generated descriptor set, beside the generated code."""
    return Path(next(iter(crm.__path__))).parent / "crm.binpb"
