"""What is made for a contact has its name, whatever is told of the contact at that moment."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from crm.deals.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    contracts_pb2,
    contracts_pb2_grpc,
    deals_pb2,
    deals_pb2_grpc,
)
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads

from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from chassis.listing import PageTokens
from chassis.transaction import Transaction
from services.deals.contacts_copy.reactions import ContactReactions
from services.deals.deals.actions import Deals
from tests.harness.handling import beside_open_work
from tests.harness.people import PAGE_TOKEN_KEY, Person
from tests.integration.deals.test_deals import create

ANN = uuid4()
Ways = dict[str, Callable[[], Any]]


def told(version: int, name: str) -> leads.ContactUpdated:
    contact = contacts_pb2.Contact(id=str(ANN), etag=str(version), full_name=name)
    return leads.ContactUpdated(contact=contact)


def tell(database: Database, version: int, name: str) -> None:
    with use(system_call("test")), database.transaction() as tx:
        ContactReactions().follow_contact([told(version, name)], tx)


@pytest.fixture
def ways(
    deals: deals_pb2_grpc.DealServiceStub,
    activities: activities_pb2_grpc.ActivityServiceStub,
    contracts: contracts_pb2_grpc.ContractServiceStub,
    admin: Person,
    clock: Clock,
) -> Ways:
    """What can be made for Ann."""
    day = clock.now().date().isoformat()
    task = {"kind": "TASK", "subject": "Call", "due_time": clock.now(), "contact_id": str(ANN)}
    terms = {"title": "Rota", "start_date": day, "end_date": day, "contact_id": str(ANN)}
    return {
        "deal": lambda: create(deals, admin, contact_id=str(ANN)),
        "activity": lambda: activities.CreateActivity(
            activities_pb2.CreateActivityRequest(activity=task), metadata=admin.metadata()
        ),
        "contract": lambda: contracts.CreateContract(
            contracts_pb2.CreateContractRequest(contract=terms), metadata=admin.metadata()
        ),
    }


@pytest.mark.parametrize("before", ["", "Ann Lee"])
@pytest.mark.parametrize("what", ["deal", "activity", "contract"])
def test_what_is_made_while_the_name_comes_has_it(
    deals_database: Database, ways: Ways, what: str, before: str
) -> None:
    if before:
        tell(deals_database, 1, before)
    tells = partial(ContactReactions().follow_contact, [told(2, "Ann Lee-Roy")])
    made = beside_open_work(deals_database, tells, ways[what])
    assert made.contact_name == "Ann Lee-Roy"


def test_a_name_that_comes_while_a_deal_is_made_waits_for_the_deal(
    deals_database: Database, deals: deals_pb2_grpc.DealServiceStub, admin: Person
) -> None:
    actions = Deals(deals_database, PageTokens(PAGE_TOKEN_KEY))
    ids: list[str] = []

    def make(_: Transaction) -> None:
        ids.append(str(actions.create({"title": "Rota", "contact_id": ANN, **mine}).id))

    mine = {"owner_id": admin.identity.user_id, "team_id": None}
    beside_open_work(deals_database, make, partial(tell, deals_database, 1, "Ann Lee"))
    found = deals.GetDeal(deals_pb2.GetDealRequest(id=ids[0]), metadata=admin.metadata())
    assert found.contact_name == "Ann Lee"
