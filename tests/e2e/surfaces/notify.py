"""The RPCs of notify about records."""

from collections.abc import Mapping

from tests.e2e.surfaces.kinds import Surface

SURFACES: Mapping[str, Surface] = {}
