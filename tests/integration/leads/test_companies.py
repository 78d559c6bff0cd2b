"""Companies, and how the contacts of a company stay in step with it."""

import pytest
from crm.leads.v1 import companies_pb2 as pb
from crm.leads.v1 import contacts_pb2

from tests.factories import create_contact
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import change, change_company, company, get


@pytest.mark.parametrize(
    "written",
    ["{}", " {} ", "HTTPS://WWW.{}/about?x=1#y", "www.{}", "http://{}:8080", "{}."],
)
def test_a_domain_is_taken_however_it_is_written(office: Desk, written: str) -> None:
    domain = f"taken{len(written)}.example"
    made = office.companies.CreateCompany(company(domain=domain))
    assert made.domain == domain
    with refused("ALREADY_EXISTS", "COMPANY_EXISTS") as refusal:
        office.companies.CreateCompany(company(domain=written.format(domain)))
    assert refusal.metadata == {"candidates": made.id}


def test_domains_outside_ascii_are_one_with_their_punycode(office: Desk) -> None:
    made = office.companies.CreateCompany(company(domain="MÜLLER-werke.example"))
    assert made.domain == "müller-werke.example"
    with refused("ALREADY_EXISTS"):
        office.companies.CreateCompany(
            company(domain="müller-werke.example".encode("idna").decode())
        )


@pytest.mark.parametrize(
    "domain", ["engines", "127.0.0.1", "a b.example", "ada@engines.example", "-x.example", "[::1]"]
)
def test_what_is_no_domain_is_refused(office: Desk, domain: str) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        office.companies.CreateCompany(company(domain=domain))
    assert list(refusal.violations) == ["domain"]


@pytest.mark.parametrize("page", ["javascript:alert(1)", "ftp://engines.example", "no page"])
def test_what_is_no_page_is_refused(office: Desk, page: str) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        office.companies.CreateCompany(company(website=page))
    assert list(refusal.violations) == ["website"]


def test_a_company_changes_and_tells_what_changed(office: Desk) -> None:
    made = office.companies.CreateCompany(company(website="engines.example", city="London"))
    assert made.website == "https://engines.example"
    office.companies.UpdateCompany(change_company(made.id, city="Paris", employee_count=12))
    again = office.companies.UpdateCompany(change_company(made.id, city="Paris"))
    assert (again.etag, again.city, again.employee_count) == ("2", "Paris", 12)
    told = office.facts(f"companies/{made.id}")
    assert [name for name, _ in told] == ["CompanyCreated", "CompanyUpdated"]
    assert told[1][1]["changes"]["employee_count"] == {"old": 0, "new": 12}


def test_companies_are_listed_counted_and_found(office: Desk) -> None:
    for name in ("Zuse Werke", "Antikythera Ltd", "antikyra Ltd"):
        office.companies.CreateCompany(company(name=name, city="Listburg"))
    query = {"filter": "city = Listburg", "order_by": "name"}
    names = [
        c.name for c in office.companies.ListCompanies(pb.ListCompaniesRequest(**query)).companies
    ]
    assert names == ["antikyra Ltd", "Antikythera Ltd", "Zuse Werke"]
    counted = office.companies.CountCompanies(pb.CountCompaniesRequest(filter="city = Listburg"))
    assert counted.count == 3
    found = office.companies.SearchCompanies(pb.SearchCompaniesRequest(query="antikythira"))
    assert found.companies[0].name == "Antikythera Ltd"


def test_a_contact_has_its_companys_name(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Step One"))
    person = office.contacts.CreateContact(create_contact(company_id=made.id, company_name="Typed"))
    assert person.company_name == "Step One"
    office.companies.UpdateCompany(change_company(made.id, name="Step Two"))
    renamed = office.contacts.GetContact(get(person.id))
    assert (renamed.company_name, renamed.etag) == ("Step Two", "2")


def test_people_keep_the_name_of_a_deleted_company_and_return_to_it(office: Desk) -> None:
    made, other = (office.companies.CreateCompany(company(name=name)) for name in ("Old", "New"))
    stays, leaves = (
        office.contacts.CreateContact(create_contact(company_id=made.id)) for _ in range(2)
    )
    office.companies.DeleteCompany(pb.DeleteCompanyRequest(id=made.id))
    orphan = office.contacts.GetContact(get(stays.id))
    assert (orphan.company_id, orphan.company_name) == ("", "Old")

    office.contacts.UpdateContact(change(leaves.id, company_id=other.id))
    office.companies.UndeleteCompany(pb.UndeleteCompanyRequest(id=made.id))
    assert office.contacts.GetContact(get(stays.id)).company_id == made.id
    assert office.contacts.GetContact(get(leaves.id)).company_id == other.id
    told = [name for name, _ in office.facts(f"companies/{made.id}")]
    assert told == ["CompanyCreated", "CompanyDeleted", "CompanyUndeleted"]


def test_another_company_brings_its_name_and_no_company_takes_it_away(office: Desk) -> None:
    one, two = (office.companies.CreateCompany(company(name=name)) for name in ("One", "Two"))
    person = office.contacts.CreateContact(create_contact(company_id=one.id))
    moved = office.contacts.UpdateContact(change(person.id, company_id=two.id))
    assert moved.company_name == "Two"
    typed = office.contacts.UpdateContact(change(person.id, company_name="Three"))
    assert (typed.company_id, typed.company_name) == ("", "Three")
    back = office.contacts.UpdateContact(change(person.id, company_id=one.id))
    assert back.company_name == "One"
    alone = office.contacts.UpdateContact(change(person.id, company_id=None))
    assert (alone.company_id, alone.company_name) == ("", "")


def test_an_address_of_a_known_domain_links_the_new_contact(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Linked", domain="linked.example"))
    person = office.contacts.CreateContact(create_contact(email="Ada@Linked.example"))
    assert (person.company_id, person.company_name) == (made.id, "Linked")
    typed = office.contacts.CreateContact(
        create_contact(email="bob@linked.example", company_name="Elsewhere")
    )
    assert (typed.company_id, typed.company_name) == ("", "Elsewhere")


def test_a_public_mailbox_tells_nothing_about_the_company(office: Desk) -> None:
    office.companies.CreateCompany(company(name="Mailbox", domain="gmail.com"))
    person = office.contacts.CreateContact(create_contact(email="ada.lovelace.1815@gmail.com"))
    assert person.company_id == ""


def test_a_company_out_of_scope_is_no_company_to_link(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    made = office.companies.CreateCompany(company(name="Hidden", domain="hidden.example"))
    rep = as_person({"contacts.*": "own", "companies.*": "own"})
    with refused("INVALID_ARGUMENT") as refusal:
        desk(rep).contacts.CreateContact(create_contact(company_id=made.id))
    assert list(refusal.violations) == ["company_id"]
    person = desk(rep).contacts.CreateContact(create_contact(email="ada@hidden.example"))
    assert person.company_id == ""
    with refused("NOT_FOUND", "COMPANY_NOT_FOUND"):
        desk(rep).companies.GetCompany(pb.GetCompanyRequest(id=made.id))


def test_contacts_are_filtered_by_company(office: Desk) -> None:
    made = office.companies.CreateCompany(company(name="Filtered"))
    person = office.contacts.CreateContact(create_contact(company_id=made.id))
    query = contacts_pb2.ListContactsRequest(filter=f'company_id = "{made.id}"')
    assert [each.id for each in office.contacts.ListContacts(query).contacts] == [person.id]
