"""Bulk verbs: each item stands for itself, and none costs a query of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from crm.leads.v1 import contacts_pb2 as pb
from sqlalchemy import event

from tests.factories import contact, create_contact
from tests.harness.people import AsPerson
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import company, get, history


def batch_create(*contacts: pb.Contact) -> pb.BatchCreateContactsRequest:
    return pb.BatchCreateContactsRequest(contacts=contacts)


def outcomes(response: pb.BatchContactsResponse) -> list[str]:
    """The reason each item was refused for, "" for one that was done."""
    return [result.error.reason for result in response.results]


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    engine = desk.running.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_each_new_contact_has_its_own_result(office: Desk) -> None:
    there = office.contacts.CreateContact(create_contact())
    good = contact(city="Batchville")
    response = office.contacts.BatchCreateContacts(
        batch_create(
            good,
            contact(email=there.email.upper()),
            contact(first_name="x" * 101),
            contact(email="nobody"),
            pb.Contact(city="Rome"),
            contact(email=good.email),
            contact(company_id=str(uuid4())),
        )
    )
    assert outcomes(response) == [
        "", "CONTACT_EXISTS", "INVALID_FIELD", "INVALID_FIELD", "INVALID_FIELD", "CONTACT_EXISTS",
        "COMPANY_NOT_FOUND",
    ]  # fmt: skip
    made = office.contacts.GetContact(get(response.results[0].id))
    assert made.city == "Batchville"
    assert response.results[1].error.metadata["candidates"] == there.id
    assert response.results[5].error.metadata["candidates"] == made.id
    assert response.results[2].error.fields[0].field == "first_name"
    assert [name for name, _ in office.facts(f"contacts/{made.id}")] == ["ContactCreated"]
    assert len(office.timeline.ListTimeline(history(made.id)).entries) == 1


def test_a_thousand_contacts_take_a_handful_of_statements(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Many"))
    many = [contact(company_id=made.id) for _ in range(1000)]
    with counted(office) as statements:
        response = office.contacts.BatchCreateContacts(batch_create(*many))
    assert outcomes(response) == [""] * 1000
    assert len(statements) < 20
    ids = [result.id for result in response.results]
    with counted(office) as statements:
        response = office.contacts.BatchUpdateContacts(
            pb.BatchUpdateContactsRequest(ids=ids, add_tags=["many"])
        )
    assert outcomes(response) == [""] * 1000
    assert len(statements) < 20
    with counted(office) as statements:
        response = office.contacts.BatchDeleteContacts(pb.BatchDeleteContactsRequest(ids=ids))
    assert outcomes(response) == [""] * 1000
    assert len(statements) < 20


def test_one_change_for_many_contacts(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Target"))
    one = office.contacts.CreateContact(create_contact(tags=["old", "keep"]))
    two = office.contacts.CreateContact(create_contact())
    response = office.contacts.BatchUpdateContacts(
        pb.BatchUpdateContactsRequest(
            ids=[one.id, str(uuid4()), "x", two.id],
            company_id=made.id,
            owner_id="",
            add_tags=["new", "keep"],
            remove_tags=["old"],
        )
    )
    assert outcomes(response) == ["", "CONTACT_NOT_FOUND", "CONTACT_NOT_FOUND", ""]
    changed = office.contacts.GetContact(get(one.id))
    assert (changed.company_name, changed.owner_id) == ("Target", "")
    assert list(changed.tags) == ["keep", "new"]
    assert list(office.contacts.GetContact(get(two.id)).tags) == ["new", "keep"]
    assert office.facts(f"contacts/{one.id}")[-1][1]["changes"]["tags"] == {
        "old": ["old", "keep"],
        "new": ["keep", "new"],
    }


def test_a_bulk_change_without_effect_writes_nothing(office: Desk) -> None:
    one = office.contacts.CreateContact(create_contact(tags=["vip"]))
    request = pb.BatchUpdateContactsRequest(ids=[one.id], add_tags=["vip"])
    assert outcomes(office.contacts.BatchUpdateContacts(request)) == [""]
    assert office.contacts.GetContact(get(one.id)) == one


def test_what_is_out_of_scope_is_not_found_and_stays(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    rep = as_person({"contacts.*": "own"})
    other = office.contacts.CreateContact(create_contact())
    own = desk(rep).contacts.CreateContact(create_contact())
    ids = [own.id, other.id]
    tagged = desk(rep).contacts.BatchUpdateContacts(
        pb.BatchUpdateContactsRequest(ids=ids, add_tags=["x"])
    )
    assert outcomes(tagged) == ["", "CONTACT_NOT_FOUND"]
    given = desk(rep).contacts.BatchUpdateContacts(
        pb.BatchUpdateContactsRequest(ids=ids, owner_id=str(uuid4()))
    )
    assert outcomes(given) == ["OUT_OF_SCOPE", "CONTACT_NOT_FOUND"]
    assert desk(rep).contacts.GetContact(get(own.id)).owner_id == str(rep.id)
    gone = desk(rep).contacts.BatchDeleteContacts(pb.BatchDeleteContactsRequest(ids=ids))
    assert outcomes(gone) == ["", "CONTACT_NOT_FOUND"]
    assert office.contacts.GetContact(get(other.id)) == other


def test_a_new_contact_out_of_scope_is_refused_alone(desk: MakeDesk, as_person: AsPerson) -> None:
    rep, other = (as_person({"contacts.*": "own"}) for _ in range(2))
    response = desk(rep).contacts.BatchCreateContacts(batch_create(contact(), contact(owner=other)))
    assert outcomes(response) == ["", "OUT_OF_SCOPE"]
    assert desk(rep).contacts.GetContact(get(response.results[0].id)).owner_id == str(rep.id)
