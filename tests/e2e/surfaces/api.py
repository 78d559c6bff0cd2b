"""The RPCs that every service serves."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Digest, Surface

SURFACES: Mapping[str, Surface] = {
    "ReadEvents": Digest("/v1/events", "events.read", "each fact has an audience of its own"),
}
