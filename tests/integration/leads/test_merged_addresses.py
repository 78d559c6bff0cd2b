"""The addresses of two contacts that became one: whose they are, and when they are parted."""

from crm.leads.v1 import contacts_pb2

from tests.factories import email
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.requests import change
from tests.integration.leads.test_merging import made, merge, now, part


def test_an_address_that_was_taken_comes_back_too(office: Desk) -> None:
    stays, goes = made(office), made(office)
    both = merge(office, goes, stays, take_fields=["email"])
    assert both.email == goes.email
    assert part(office, goes).email == goes.email
    assert now(office, stays).email == stays.email


def test_an_address_that_was_merged_is_nobody_elses(office: Desk) -> None:
    stays, goes, other = made(office), made(office), made(office)
    merge(office, goes, stays)
    for taking in (
        lambda: made(office, email=goes.email.upper()),
        lambda: office.contacts.UpdateContact(change(other.id, email=goes.email)),
    ):
        with refused("ALREADY_EXISTS", "CONTACT_EXISTS") as refusal:
            taking()
        assert refusal.metadata["candidates"] == stays.id
    fresh = email()
    several = contacts_pb2.BatchCreateContactsRequest(
        contacts=[{"email": goes.email}, {"email": fresh}]
    )
    first, second = office.contacts.BatchCreateContacts(several).results
    assert (first.error.reason, second.error.reason) == ("CONTACT_EXISTS", "")
    assert office.contacts.UpdateContact(change(stays.id, email=goes.email)).email == goes.email


def test_a_merge_is_not_undone_over_somebody_with_the_same_address(office: Desk) -> None:
    stays, goes = made(office), made(office)
    merge(office, goes, stays)
    office.contacts.DeleteContact(contacts_pb2.DeleteContactRequest(id=stays.id))
    made(office, email=goes.email)  # the address led to nobody for a while
    office.contacts.UndeleteContact(contacts_pb2.UndeleteContactRequest(id=stays.id))
    with refused("ALREADY_EXISTS", "CONTACT_EXISTS"):
        part(office, goes)
    assert now(office, goes).id == stays.id
