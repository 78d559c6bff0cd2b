"""The export: complete, in pieces, and harmless in a spreadsheet."""

import csv
import io

from crm.leads.v1 import contacts_pb2 as pb

from tests.factories import contact, create_contact, email
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import field


def exported(desk: Desk, **query: str) -> list[dict[str, str]]:
    """The lines of the file by column."""
    chunks = [
        chunk.data for chunk in desk.contacts.ExportContacts(pb.ExportContactsRequest(**query))
    ]
    return list(csv.DictReader(io.StringIO(b"".join(chunks).decode())))


def test_a_contact_is_a_line(office: Desk) -> None:
    office.fields.CreateField(field("export_seats", "NUMBER"))
    made = office.contacts.CreateContact(
        create_contact(
            last_name='O"Neill, Jr.', city="Exportia", tags=["a", "b"], birth_date="1815-12-10",
            custom_fields={"export_seats": 3},
        )
    )  # fmt: skip
    (line,) = exported(office, filter="city = Exportia")
    assert line["id"] == made.id
    assert line["last_name"] == 'O"Neill, Jr.'
    assert (line["tags"], line["birth_date"]) == ("a; b", "1815-12-10")
    assert (line["lifecycle_stage"], line["custom_fields.export_seats"]) == ("LEAD", "3")


def test_a_cell_is_never_a_formula(office: Desk) -> None:
    for first_name in ("=1+1", "+1", "-1", "@SUM(A1)"):
        office.contacts.CreateContact(
            create_contact(first_name=first_name, city="Formulaville", phone="+49 30 123456")
        )
    lines = exported(office, filter="city = Formulaville")
    names = {line["first_name"] for line in lines}
    assert names == {"'=1+1", "'+1", "'-1", "'@SUM(A1)"}
    assert {line["phone"] for line in lines} == {"'+4930123456"}


def test_the_file_comes_in_pieces_of_moderate_size(office: Desk) -> None:
    many = [contact(city="Longville", job_title="x" * 100) for _ in range(900)]
    office.contacts.BatchCreateContacts(pb.BatchCreateContactsRequest(contacts=many))
    stream = office.contacts.ExportContacts(pb.ExportContactsRequest(filter="city = Longville"))
    assert dict(stream.initial_metadata())["filename"].endswith(".csv")
    chunks = list(stream)
    assert {chunk.content_type for chunk in chunks} == {"text/csv; charset=utf-8"}
    assert len(chunks) > 2
    assert max(len(chunk.data) for chunk in chunks) < 200_000
    lines = list(csv.reader(io.StringIO(b"".join(chunk.data for chunk in chunks).decode())))
    assert len({line[0] for line in lines[1:]}) == 900


def test_only_what_is_in_scope_is_exported_in_the_order_asked(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    rep = as_person({"contacts.*": "own"})
    office.contacts.CreateContact(create_contact())
    for address in sorted((email() for _ in range(3)), reverse=True):
        desk(rep).contacts.CreateContact(create_contact(email=address))
    addresses = [line["email"] for line in exported(desk(rep), order_by="email")]
    assert len(addresses) == 3
    assert addresses == sorted(addresses)


def test_a_filter_that_is_not_understood_is_refused(office: Desk) -> None:
    with refused("INVALID_ARGUMENT"):
        exported(office, filter="unheard_of = 1")
