"""Desks for the tests of leads."""

from collections.abc import Iterator

import pytest

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.people import Keys, Person
from tests.harness.services import Running
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.filing import Filing
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.site import Site


@pytest.fixture
def desk(shared_leads: Running) -> MakeDesk:
    """Anybody's desk, in a database with records of others."""
    return lambda person: Desk(shared_leads, person)


@pytest.fixture
def office(shared_leads: Running, admin: Person) -> Desk:
    """The desk of somebody who may do everything."""
    return Desk(shared_leads, admin)


@pytest.fixture
def empty_office(leads_server: Running, admin: Person) -> Desk:
    """The same, in a database of this test's own."""
    return Desk(leads_server, admin)


@pytest.fixture
def site(leads_server: Running, admin: Person) -> Site:
    """A web site whose forms post to a database of this test's own."""
    return Site(leads_server, admin)


@pytest.fixture
def filing(leads_server: Running, admin: Person, keys: Keys) -> Filing:
    """The files of somebody who may do everything."""
    return Filing(leads_server, admin, keys)


@pytest.fixture
def machinery(
    leads_server: Running, leads_database: Database, keys: Keys, clock: Clock
) -> Iterator[Machinery]:
    """The worker of the server that `empty_office` calls, run by hand."""
    machinery = Machinery(leads_database, keys, clock)
    yield machinery
    machinery.close()
