"""Search forgives: typing errors, accents, half words, phone numbers as people say them."""

from collections.abc import Sequence

import pytest
from crm.leads.v1 import companies_pb2
from crm.leads.v1 import contacts_pb2 as pb

from tests.harness.people import AsPerson, Person
from tests.harness.services import Running
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import company

PEOPLE = (
    {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@engines.example"},
    {"first_name": "Adam", "last_name": "Loveday", "email": "adam@day.example"},
    {"first_name": "Łukasz", "last_name": "Müller", "phone": "+49 30 123456"},
    {"first_name": "Grace", "last_name": "Hopper", "email": "grace.hopper@navy.example"},
    {"first_name": "Gracia", "last_name": "Hoper", "company_name": "Zuse Werke"},
    {"first_name": "Mary", "last_name": "O'Neill-Jones", "phone": "+1 202 555 0104"},
    {"first_name": "Li", "last_name": "Wu", "email": "wu@shanghai.example"},
    {"first_name": "Лев", "last_name": "Толстой", "email": "leo@tolstoy.example"},
)


@pytest.fixture(scope="module")
def crowd(shared_leads: Running, admin: Person) -> Desk:
    """A desk in a room with some people."""
    desk = Desk(shared_leads, admin)
    contacts = [pb.Contact(**{**each, "city": "Searchtown"}) for each in PEOPLE]
    desk.contacts.BatchCreateContacts(pb.BatchCreateContactsRequest(contacts=contacts))
    return desk


def found(desk: Desk, query: str, **more: int) -> Sequence[str]:
    """Who is found, best first, of those in the room."""
    request = pb.SearchContactsRequest(query=query, page_size=50, **more)
    contacts = desk.contacts.SearchContacts(request).contacts
    return [contact.full_name for contact in contacts if contact.city == "Searchtown"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("lovelace ada", "Ada Lovelace"),
        ("LOVELACE", "Ada Lovelace"),
        ("lovel", "Ada Lovelace"),
        ("ada", "Ada Lovelace"),
        ("a lovela", "Ada Lovelace"),
        ("ada@engines.example", "Ada Lovelace"),
        ("engines", "Ada Lovelace"),
        ("muller", "Łukasz Müller"),
        ("Müller, Lukasz", "Łukasz Müller"),
        ("zuse werke", "Gracia Hoper"),
        ("o'neill", "Mary O'Neill-Jones"),
        ("jones", "Mary O'Neill-Jones"),
        ("li", "Li Wu"),
        ("толстой", "Лев Толстой"),
    ],
)
def test_who_is_meant_comes_first(crowd: Desk, query: str, first: str) -> None:
    assert found(crowd, query)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lovelase", "Ada Lovelace"),
        ("lovlace", "Ada Lovelace"),
        ("loveelace", "Ada Lovelace"),
        ("loevlace", "Ada Lovelace"),
        ("lovlase", "Ada Lovelace"),
        ("lovlac", "Ada Lovelace"),
        ("aad lovelcae", "Ada Lovelace"),
        ("ada lovelce", "Ada Lovelace"),
        ("garcia hoper", "Gracia Hoper"),
        ("graec hopper", "Grace Hopper"),
        ("grace.hoper@nvay.example", "Grace Hopper"),
        ("mulelr", "Łukasz Müller"),
        ("zuze werk", "Gracia Hoper"),
        ("толсой", "Лев Толстой"),
    ],
)
def test_typing_errors_are_forgiven(crowd: Desk, query: str, first: str) -> None:
    assert found(crowd, query)[0] == first


@pytest.mark.parametrize(
    "query",
    ["030 123", "030 123456", "+49 30 123456", "0049 30 1234", "+49 (0)30-123", "30123", "3456"],
)
def test_a_number_is_found_as_people_say_it(crowd: Desk, query: str) -> None:
    assert "Łukasz Müller" in found(crowd, query)


@pytest.mark.parametrize("query", ["(202) 555-0104", "202.555.0104", "1 202 555", "202 555 0194"])
def test_a_number_with_an_error_is_found_as_well(crowd: Desk, query: str) -> None:
    assert "Mary O'Neill-Jones" in found(crowd, query)


@pytest.mark.parametrize(
    "query", ["qzxvvk wqpfj", "%", "'", "\\", "_", ":*", "& |", "@", "0", "((("]
)
def test_nonsense_finds_nobody(crowd: Desk, query: str) -> None:
    assert found(crowd, query) == []


def test_nobody_has_all_the_words_but_somebody_has_most(crowd: Desk) -> None:
    assert found(crowd, "ada lovelase incorporated")[0] == "Ada Lovelace"


def test_a_page_is_as_long_as_asked(crowd: Desk) -> None:
    request = pb.SearchContactsRequest(query="example", page_size=3)
    assert len(crowd.contacts.SearchContacts(request).contacts) == 3


def test_what_is_deleted_is_not_found(office: Desk) -> None:
    created = office.contacts.CreateContact(
        pb.CreateContactRequest(contact=pb.Contact(last_name="Vanishing", city="Searchtown"))
    )
    assert found(office, "vanishing") == ["Vanishing"]
    office.contacts.DeleteContact(pb.DeleteContactRequest(id=created.id))
    assert found(office, "vanishing") == []


def test_a_rep_finds_only_own_contacts_with_and_without_errors(
    crowd: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    rep = as_person({"contacts.*": "own"})
    own = pb.Contact(first_name="Adah", last_name="Quillock", city="Searchtown")
    desk(rep).contacts.CreateContact(pb.CreateContactRequest(contact=own))
    for query in ("adah", "quillo", "quilolck", "quill"):
        assert found(desk(rep), query) == ["Adah Quillock"]


def test_a_renamed_company_is_found_by_its_new_name(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Quixotic Before"))
    person = pb.Contact(last_name="Employee", city="Searchtown", company_id=made.id)
    office.contacts.CreateContact(pb.CreateContactRequest(contact=person))
    office.companies.UpdateCompany(
        companies_pb2.UpdateCompanyRequest(
            company={"id": made.id, "name": "Zanzibar After"}, update_mask={"paths": ["name"]}
        )
    )
    assert found(office, "zanzibar") == ["Employee"]
    assert found(office, "quixotic") == []
