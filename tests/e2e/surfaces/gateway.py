"""The gateway's own RPCs about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Many, One, OwnCreate, Surface

KEY = "/v1/api_keys/{id}"

SURFACES: Mapping[str, Surface] = {
    "GetApiKey": One("api_key", "GET", KEY, "api_keys.read"),
    "ListApiKeys": Many("api_key", "/v1/api_keys", "api_keys.read", "api_keys"),
    "CreateApiKey": OwnCreate("api_keys.write", "a key acts for who makes it"),
    "UpdateApiKey": One("api_key", "PATCH", KEY, "api_keys.write", {"name": "Renamed"}),
    "RevokeApiKey": One("api_key", "POST", f"{KEY}:revoke", "api_keys.write", {}, fresh=True),
}
