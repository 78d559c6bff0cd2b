"""What the tests of scope share: who asks, and one test for each RPC with a kind of surface."""

import pytest

from tests.contract.protos import rpcs
from tests.e2e.surfaces import SURFACES

SCOPED = {str(rpc): rpc for rpc in rpcs() if rpc.scope == "SCOPE_RECORDS"}
SUBJECTS = ("owner", "leader", "chief", "reader", "agent", "nobody", "limited")
#: Enough for calls that need a new record each.
FEWER = ("owner", "leader", "agent", "limited")


def rows(kind: type) -> pytest.MarkDecorator:
    """One test for each RPC with this kind of surface."""
    found = [(name, surface) for name, surface in SURFACES.items() if type(surface) is kind]
    return pytest.mark.parametrize(("name", "surface"), found, ids=[name for name, _ in found])
