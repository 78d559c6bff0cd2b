"""Files for imports: what they hold, what is refused, and when they go."""

from datetime import timedelta

import pytest
from crm.leads.v1 import imports_pb2 as pb

from services.leads.contacts.model import Contact
from services.leads.imports.model import Chunk, Refusal, Seen
from tests.harness.refusals import refused
from tests.integration.leads.filing import Filing, counts, file_of, kept, people

DONE = pb.Import.SUCCEEDED


def test_an_upload_says_what_it_holds_and_suggests_where_it_goes(filing: Filing):
    job = filing.upload(
        "E-Mail;Vorname;Nachname;Firma;Notiz\nada@example.com;Ada;Lovelace;Engines;x\n",
        file_name="C:\\lists\\people.csv",
    )
    assert (job.file_name, job.delimiter, job.charset) == ("people.csv", ";", "utf-8")
    assert dict(job.mapping) == {
        "E-Mail": "email",
        "Vorname": "first_name",
        "Nachname": "last_name",
        "Firma": "company_name",
    }
    assert [column.samples[0] for column in job.columns][:2] == ["ada@example.com", "Ada"]
    assert job.state == pb.Import.DRAFT
    assert job.progress.total == 1
    assert people(filing) == []


def test_the_same_key_and_file_are_one_import(filing: Filing):
    first = filing.upload(file_of(3), key="k1")
    assert filing.upload(file_of(3), key="k1").id == first.id
    with refused("INVALID_ARGUMENT", "IDEMPOTENCY_KEY_REUSED"):
        filing.upload(file_of(4), key="k1")
    assert filing.upload(file_of(3)).id != first.id
    filing.server.clock.advance(timedelta(hours=25))
    assert filing.upload(file_of(3), key="k1").id != first.id


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "FILE_EMPTY"),
        ('email,last_name\na@example.com,"Lee\nb@example.com,Roe\n', "CSV_BROKEN"),
        ("email,email,last_name\na@x.de,b@x.de,Lee\n", "HEADER_DUPLICATE"),
        (b"PK\x03\x04\0\0", "NOT_CSV"),
        ("email\n" + "x" * 64 + "\0", "NOT_CSV"),
    ],
)
def test_what_is_no_csv_leaves_nothing_behind(filing: Filing, data: str | bytes, reason: str):
    with refused("INVALID_ARGUMENT", reason):
        filing.upload(data)
    assert kept(filing, Chunk) == 0
    assert not filing.stub.ListImports(
        pb.ListImportsRequest(), metadata=filing.person.metadata()
    ).imports


def test_a_file_over_the_limit_is_refused(filing: Filing):
    with refused("INVALID_ARGUMENT", "FILE_TOO_LARGE"):
        filing.upload(b"email\n" + b"a@example.com\n" * (5 << 20))


def test_something_else_than_csv_is_refused_by_its_media_type(filing: Filing):
    with refused("INVALID_ARGUMENT", "NOT_CSV"):
        filing.upload("email\n", content_type="image/png")


def test_a_mapping_must_make_sense(filing: Filing):
    job = filing.upload("a,b\nx,y\n")
    with refused("INVALID_ARGUMENT") as refusal:
        filing.change(job, mapping={"c": "email", "a": "nothing"})
    assert set(refusal.violations) == {"mapping.c", "mapping.a"}
    with refused("INVALID_ARGUMENT") as refusal:
        filing.change(job, mapping={"a": "email", "b": "email"})
    assert len(refusal.violations) == 1
    filing.change(job, mapping={"a": "city"})
    with refused("INVALID_ARGUMENT") as refusal:
        filing.start(job)
    assert list(refusal.violations) == ["mapping"]
    assert counts(filing.run(filing.change(job, mapping={"b": "last_name"})).progress)[0] == 1


def test_nothing_is_left_of_a_deleted_import_but_its_contacts(filing: Filing):
    job = filing.bring(file_of(3) + "nonsense,,,\n")
    filing.stub.DeleteImport(pb.DeleteImportRequest(id=job.id), metadata=filing.person.metadata())
    filing.work()
    assert (kept(filing, Chunk), kept(filing, Refusal), kept(filing, Seen)) == (0, 0, 0)
    assert kept(filing, Contact) == 3


def test_files_nobody_used_are_forgotten_after_a_month(filing: Filing):
    job = filing.upload(file_of(3))
    filing.server.clock.advance(timedelta(days=30, seconds=1))
    filing.work()
    assert kept(filing, Chunk) == 0
    assert filing.get(job).state == pb.Import.CANCELLED
