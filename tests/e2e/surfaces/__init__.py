"""How every RPC that touches records is called over HTTP, and what of them it shows.

A new RPC with SCOPE_RECORDS needs a row in its service's module; without one, test_scope_matrix
fails.
"""

from collections.abc import Mapping

from tests.e2e.surfaces import deals, gateway, leads, notify, tickets
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

SURFACES: Mapping[str, Surface] = {
    **leads.SURFACES,
    **deals.SURFACES,
    **tickets.SURFACES,
    **notify.SURFACES,
    **gateway.SURFACES,
}
