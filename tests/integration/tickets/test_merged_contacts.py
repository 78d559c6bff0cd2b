"""Tickets of a contact that is merged are the other one's, and so is what comes by its mail."""

from collections.abc import Iterator

import pytest

from chassis.clock import Clock
from chassis.database import Database
from services.tickets.composition import SERVICE
from tests.harness.machinery import Machinery
from tests.harness.merges import Merge
from tests.harness.people import Keys, Person
from tests.integration.tickets.told import Tickets, create, read


@pytest.fixture
def worker(tickets_database: Database, keys: Keys, clock: Clock) -> Iterator[Machinery]:
    machinery = Machinery(SERVICE, tickets_database, keys, clock)
    yield machinery
    machinery.close()


@pytest.fixture
def merge(worker: Machinery) -> Merge:
    merge = Merge()
    for fact in merge.known():
        worker.tell(fact)
    return merge


def test_tickets_go_with_their_contact_and_come_back(
    tickets: Tickets, agent: Person, worker: Machinery, merge: Merge
) -> None:
    hers = create(tickets, agent, contact_email="grace@example.com")
    assert hers.contact_id == merge.goes

    worker.tell(merge.gone(), settle=False)
    worker.tell(merge.merged(addresses=["grace@example.com"]), times=2)
    moved = read(tickets, agent, hers.id)
    assert (moved.contact_id, moved.contact_name) == (merge.stays, "Ada")
    assert moved.contact_email == "grace@example.com"  # that is where she is answered

    worker.tell(merge.parted())
    back = read(tickets, agent, hers.id)
    assert (back.contact_id, back.contact_name) == (merge.goes, "Grace")


def test_a_mail_from_the_old_address_is_the_other_ones_until_they_are_parted(
    tickets: Tickets, agent: Person, worker: Machinery, merge: Merge
) -> None:
    worker.tell(merge.gone(), settle=False)
    worker.tell(merge.merged(addresses=["grace@example.com", "ada@old.example"]))
    for address in ("Grace@example.com", "ada@old.example"):
        assert create(tickets, agent, contact_email=address).contact_id == merge.stays

    worker.tell(merge.parted())
    assert create(tickets, agent, contact_email="ada@old.example").contact_id == ""


def test_a_chain_of_merges_leads_to_its_end(
    tickets: Tickets, agent: Person, worker: Machinery, merge: Merge
) -> None:
    further = Merge(goes=merge.stays)
    worker.tell(further.known()[0])
    worker.tell(merge.gone(), settle=False)
    worker.tell(merge.merged(addresses=["grace@example.com"]))
    worker.tell(further.gone(), settle=False)
    worker.tell(further.merged())
    found = create(tickets, agent, contact_email="grace@example.com")
    assert found.contact_id == further.stays
