"""A contact becomes a deal: deals is asked in the caller's name, and trying again is safe."""

from collections.abc import Iterator
from typing import Any

import pytest
from crm.deals.v1 import deals_pb2, deals_pb2_grpc
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import conversion_pb2 as pb

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.refusals import refused
from tests.harness.services import Running, serving
from tests.integration.leads import requests
from tests.integration.leads.desk import Calls, Desk

STAGE = contacts_pb2.Contact.LifecycleStage
#: Nobody listens there.
NOWHERE = "127.0.0.1:1"


@pytest.fixture
def deals_server(templates: Templates, keys: Keys, clock: Clock) -> Iterator[Running]:
    with (
        opened(templates, "services.deals", clock) as database,
        serving("services.deals", database, keys) as running,
    ):
        yield running


@pytest.fixture
def leads_beside_deals(
    leads_database: Database, deals_server: Running, keys: Keys
) -> Iterator[Running]:
    """leads, told where deals is."""
    backends = f"deals={deals_server.address}"
    with serving("services.leads", leads_database, keys, backends=backends) as running:
        yield running


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"contacts.*": "own", "deals.*": "own"}, name="Rep")


@pytest.fixture
def desk(leads_beside_deals: Running, rep: Person) -> Desk:
    return Desk(leads_beside_deals, rep)


@pytest.fixture
def deals(deals_server: Running, rep: Person) -> Calls:
    return Calls(deals_server.stub(deals_pb2_grpc.DealServiceStub), rep)


def contact(desk: Desk) -> str:
    made = desk.contacts.CreateContact(
        contacts_pb2.CreateContactRequest(contact={"last_name": "Buyer", "company_name": "Acme"})
    )
    return str(made.id)


def convert(desk: Desk, contact_id: str, **more: Any) -> pb.ConvertContactResponse:
    amount = {"currency": "EUR", "amount": "1200.00"}
    request = {"id": contact_id, "title": "Rota", "amount": amount, **more}
    return desk.conversion.ConvertContact(pb.ConvertContactRequest(**request))


def all_deals(deals: Calls) -> list[deals_pb2.Deal]:
    return list(deals.ListDeals(deals_pb2.ListDealsRequest()).deals)


def stage(desk: Desk, contact_id: str) -> int:
    return int(desk.contacts.GetContact(requests.get(contact_id)).lifecycle_stage)


def test_the_contact_is_an_opportunity_and_the_deal_is_its_own(
    desk: Desk, deals: Calls, rep: Person
) -> None:
    contact_id = contact(desk)
    done = convert(desk, contact_id)

    (deal,) = all_deals(deals)
    assert (deal.id, deal.contact_id, deal.owner_id) == (done.deal_id, contact_id, str(rep.id))
    assert (deal.company_name, deal.amount.amount) == ("Acme", "1200.00")
    assert deal.source == "conversion"
    assert done.contact.lifecycle_stage == STAGE.OPPORTUNITY
    told = dict(desk.facts(f"contacts/{contact_id}"))
    assert told["ContactConverted"]["deal_id"] == deal.id
    assert told["LifecycleChanged"]["new_stage"] == "OPPORTUNITY"


def test_without_deals_it_says_try_again_and_nothing_is_half_done(
    leads_database: Database, keys: Keys, rep: Person
) -> None:
    for backends in (f"deals={NOWHERE}", ""):
        with serving("services.leads", leads_database, keys, backends=backends) as running:
            desk = Desk(running, rep)
            contact_id = contact(desk)
            with refused("UNAVAILABLE", "DEALS_DOWN") as refusal:
                convert(desk, contact_id)
            assert refusal.retry_after > 0
            assert stage(desk, contact_id) == STAGE.LEAD


def test_trying_again_after_a_lost_answer_makes_no_second_deal(
    desk: Desk, deals: Calls, rep: Person
) -> None:
    contact_id = contact(desk)
    said = {"title": "Rota", "amount": {"currency": "EUR", "amount": "1200.00"}}
    whose = {"contact_id": contact_id, "company_name": "Acme", "owner_id": str(rep.id)}
    # deals did it, and the answer never came back
    earlier = deals.CreateDeal(
        deals_pb2.CreateDealRequest(deal={**said, **whose}, converted=True),
        idempotency_key=f"convert:{contact_id}:1",
    )
    with refused("ABORTED", "CONVERSION_BEGUN"):
        convert(desk, contact_id, title="Other words")
    assert convert(desk, contact_id).deal_id == earlier.id
    assert len(all_deals(deals)) == 1


def test_a_contact_that_is_a_deal_is_not_converted_again(desk: Desk, deals: Calls) -> None:
    contact_id = contact(desk)
    done = convert(desk, contact_id)
    with refused("FAILED_PRECONDITION", "CONTACT_CONVERTED") as refusal:
        convert(desk, contact_id)
    assert refusal.metadata["deal_id"] == done.deal_id
    assert len(all_deals(deals)) == 1


def test_what_deals_refuses_is_heard_in_its_own_words(desk: Desk) -> None:
    contact_id = contact(desk)
    with refused("INVALID_ARGUMENT"):
        convert(desk, contact_id, amount={"currency": "EUR", "amount": "much"})
    with refused("NOT_FOUND", "PIPELINE_NOT_FOUND"):
        convert(desk, contact_id, pipeline_id="01937b5e-7c00-7000-8000-0000000000aa")
    assert stage(desk, contact_id) == STAGE.LEAD


def test_who_may_not_make_deals_cannot_by_converting(
    leads_beside_deals: Running, as_person: AsPerson
) -> None:
    marketer = Desk(leads_beside_deals, as_person({"contacts.*": "all"}))
    contact_id = contact(marketer)
    with refused("PERMISSION_DENIED", "PERMISSION_REQUIRED") as refusal:
        convert(marketer, contact_id)
    assert refusal.metadata["permission"] == "deals.write"
