"""One e-mail address, one living contact, however it is written and however many ask at once."""

import pytest
from crm.leads.v1 import contacts_pb2 as pb

from chassis import context
from chassis.context import system_call
from services.leads.composition import Leads
from tests.factories import create_contact, email
from tests.harness.parallel import at_once
from tests.harness.people import AsPerson, Keys
from tests.harness.refusals import refused
from tests.harness.services import Running, parts_of
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import change, get, history


@pytest.mark.parametrize("written", ["{}", " {} ", "{}\n", "\u200b{}", "upper"])
def test_an_address_is_taken_however_it_is_written(office: Desk, written: str) -> None:
    address = email()
    made = office.contacts.CreateContact(create_contact(email=address))
    again = address.upper() if written == "upper" else written.format(address)
    with refused("ALREADY_EXISTS", "CONTACT_EXISTS") as refusal:
        office.contacts.CreateContact(create_contact(email=again))
    assert refusal.metadata == {"candidates": made.id}


def test_who_may_not_see_the_contact_does_not_learn_its_id(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    made = office.contacts.CreateContact(create_contact())
    rep = as_person({"contacts.*": "own"})
    with refused("ALREADY_EXISTS", "CONTACT_EXISTS") as refusal:
        desk(rep).contacts.CreateContact(create_contact(email=made.email))
    assert refusal.metadata == {"candidates": ""}


def test_fifty_at_once_make_one_contact(office: Desk) -> None:
    request = create_contact()
    made, refusals = at_once(50, lambda: office.contacts.CreateContact(request))
    assert len(made) == 1
    assert {refusal.reason for refusal in refusals} <= {"CONTACT_EXISTS", "RECORD_LOCKED"}
    assert all(
        refusal.metadata["candidates"] == made[0].id
        for refusal in refusals
        if refusal.reason == "CONTACT_EXISTS"
    )


def test_a_change_cannot_take_the_address_of_another(office: Desk) -> None:
    ada = office.contacts.CreateContact(create_contact())
    bob = office.contacts.CreateContact(create_contact())
    with refused("ALREADY_EXISTS", "CONTACT_EXISTS") as refusal:
        office.contacts.UpdateContact(change(bob.id, email=ada.email.upper(), city="Rome"))
    assert refusal.metadata["candidates"] == ada.id
    assert office.contacts.GetContact(get(bob.id)) == bob


def test_an_address_can_change_its_letter_case(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    changed = office.contacts.UpdateContact(change(made.id, email=made.email.capitalize()))
    assert changed.email == made.email.capitalize()


def test_deleting_frees_the_address_and_bringing_back_asks_for_it(office: Desk) -> None:
    old = office.contacts.CreateContact(create_contact())
    office.contacts.DeleteContact(pb.DeleteContactRequest(id=old.id))
    new = office.contacts.CreateContact(create_contact(email=old.email))
    with refused("ALREADY_EXISTS", "CONTACT_EXISTS") as refusal:
        office.contacts.UndeleteContact(pb.UndeleteContactRequest(id=old.id))
    assert refusal.metadata["candidates"] == new.id


@pytest.fixture
def leads(shared_leads: Running, keys: Keys) -> Leads:
    """The use cases themselves, as forms and imports use them."""
    return Leads(parts_of(shared_leads.database, keys))


def capture(leads: Leads, running: Running, **values: object) -> tuple[str, bool]:
    """One arrival by a form, in its own transaction."""
    with context.use(system_call("test")), running.database.transaction() as tx:
        arrival = leads.arrivals.find_or_create(
            tx, values, source="form", attribution={"source": "newsletter"}
        )
        return str(arrival.contact.id), arrival.created


def test_somebody_who_comes_again_is_completed_but_not_overwritten(
    leads: Leads, shared_leads: Running, office: Desk
) -> None:
    made = office.contacts.CreateContact(create_contact(last_name="", city="Rome", tags=["vip"]))
    contact_id, created = capture(
        leads, shared_leads,
        email=made.email.upper(), first_name="Nobody", last_name="Hopper", city="Bern",
        tags=["webinar", "vip"],
    )  # fmt: skip
    assert (contact_id, created) == (made.id, False)
    now = office.contacts.GetContact(get(made.id))
    assert (now.first_name, now.last_name, now.city) == (made.first_name, "Hopper", "Rome")
    assert list(now.tags) == ["vip", "webinar"]
    assert (now.owner_id, now.email, now.source) == (made.owner_id, made.email, "person")
    assert now.first_touch.source == now.last_touch.source == "newsletter"
    entry = office.timeline.ListTimeline(history(made.id)).entries[0]
    assert (entry.title, entry.source) == ("Changed last name, tags and 2 more", "form")


def test_many_arrivals_at_once_are_one_person(leads: Leads, shared_leads: Running) -> None:
    address = email()
    found = []
    for _ in range(3):  # as many at a time as there are connections
        answers, refusals = at_once(16, lambda: capture(leads, shared_leads, email=address))
        assert not refusals
        found += answers
    assert len({contact_id for contact_id, _ in found}) == 1
    assert sum(created for _, created in found) == 1


def test_an_arrival_without_an_address_is_always_somebody_new(
    leads: Leads, shared_leads: Running
) -> None:
    first = capture(leads, shared_leads, first_name="Ada")
    second = capture(leads, shared_leads, first_name="Ada")
    assert first[0] != second[0]
    assert (first[1], second[1]) == (True, True)
