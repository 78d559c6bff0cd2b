"""Who does things in the demo: people in their own name, not an API key in somebody's."""

from collections.abc import Mapping
from typing import Any

from deploy.local.demo.api import Api


class Staff:
    """The sessions of the demo people, by their id; of who has none an admin acts."""

    def __init__(self, admin: Api, sessions: Mapping[str, Api]) -> None:
        self._admin = admin
        self._by_id = {api.get("/v1/me")["id"]: api for api in sessions.values()}

    @classmethod
    def signed_in(cls, admin: Api, url: str, logins: Mapping[str, Any]) -> "Staff":
        """Everybody who sells signs in."""
        roles = ("rep", "manager")
        sessions = {
            role: Api.signed_in(url, logins[role]["email"], logins[role]["password"])
            for role in roles
        }
        return cls(admin, sessions)

    def owner_of(self, record: Mapping[str, Any]) -> Api:
        """The session of whose record it is."""
        return self._by_id.get(record["owner_id"], self._admin)
