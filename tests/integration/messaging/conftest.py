"""tally on a database of its own: one reaction, one timer, one table of effects."""

from collections.abc import Iterator

import pytest

from chassis.database import Database
from tests.harness.databases import OpenDatabase


@pytest.fixture
def tally(database_of: OpenDatabase) -> Iterator[Database]:
    """A migrated, empty database of the drills' service."""
    with database_of("tests.drills.tally") as database:
        yield database
