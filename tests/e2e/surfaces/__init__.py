"""How every RPC that touches records is called over HTTP, and what of them it shows.

A new RPC with SCOPE_RECORDS needs a row in its service's module; without one, test_scope_matrix
fails.
"""

from collections.abc import Mapping

from tests.e2e.surfaces import api, deals, gateway, leads, notify, tickets
from tests.e2e.surfaces.kinds import (
    Batch,
    Count,
    Create,
    Digest,
    File,
    Many,
    One,
    OwnCreate,
    Surface,
    Total,
)

__all__ = [
    "SURFACES",
    "Batch",
    "Count",
    "Create",
    "Digest",
    "File",
    "Many",
    "One",
    "OwnCreate",
    "Surface",
    "Total",
]

SERVICES = {
    "leads": leads,
    "deals": deals,
    "tickets": tickets,
    "notify": notify,
    "gateway": gateway,
    "api": api,
}

#: By the name OpenAPI has for the operation, too: two services may have RPCs of one name.
SURFACES: Mapping[str, Surface] = {
    f"{service}.{name}": surface
    for service, module in SERVICES.items()
    for name, surface in module.SURFACES.items()
}
