"""The firm all stories happen in."""

from collections.abc import Iterator

import pytest

from tests.e2e.world import World
from tests.harness.suite import Suite


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rest stays in the order that chance gave it."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def world(suite: Suite) -> Iterator[World]:
    """Two teams and ten people who may different things; see tests/e2e/world.py."""
    world = World(suite)
    yield world
    world.close()
