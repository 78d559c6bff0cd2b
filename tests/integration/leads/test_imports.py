"""Imports: rows become contacts, with a report of what was refused."""

from datetime import timedelta

from crm.leads.v1 import imports_pb2 as pb
from crm.leads.v1 import merging_pb2, merging_pb2_grpc, timeline_pb2
from crm.leads.v1.timeline_pb2_grpc import TimelineServiceStub

from services.leads.contacts.model import Contact
from services.leads.imports.model import Chunk
from tests.harness.handling import beside_a_worker
from tests.harness.people import AsPerson, Keys
from tests.harness.refusals import refused
from tests.integration.leads.filing import Filing, counts, create, file_of, kept, people

DONE = pb.Import.SUCCEEDED


def test_rows_become_contacts_with_their_history(filing: Filing):
    job = filing.bring(
        'email,name,tags\nAda@Example.com,Ada Lovelace,"vip, fair"\n,Grace Hopper,\n',
        tags=["imported"],
    )
    assert job.state == DONE
    assert counts(job.progress) == (2, 0, 0, 0)
    assert (job.progress.processed, job.progress.percent) == (2, 100)
    grace, ada = sorted(people(filing), key=lambda contact: contact.email)
    assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "Ada@example.com")
    assert (list(ada.tags), ada.source) == (["imported", "vip", "fair"], "import")
    assert (grace.full_name, grace.email) == ("Grace Hopper", "")
    stub = filing.server.stub(TimelineServiceStub)
    request = timeline_pb2.ListTimelineRequest(contact_id=ada.id)
    story = stub.ListTimeline(request, metadata=filing.person.metadata()).entries
    kinds = {timeline_pb2.TimelineEntry.Kind.Name(entry.kind) for entry in story}
    assert kinds == {"CREATED", "IMPORTED"}
    assert {entry.actor_name for entry in story} == {"Admin"}


def test_known_people_are_changed_by_the_cells_that_are_not_empty(filing: Filing):
    create(filing, email="ada@example.com", first_name="Ada", city="London", tags=["vip"])
    job = filing.bring(
        "email,first_name,last_name,city,tags\nADA@example.com,,Lovelace,Rome,fair\n"
    )
    assert counts(job.progress) == (0, 1, 0, 0)
    (ada,) = people(filing)
    assert (ada.first_name, ada.last_name, ada.city) == ("Ada", "Lovelace", "Rome")
    assert (list(ada.tags), ada.email) == (["vip", "fair"], "ada@example.com")


def test_an_address_of_a_merged_person_is_the_one_they_are_in(filing: Filing):
    stays = create(filing, email="ada@example.com", first_name="Ada")
    goes = create(filing, email="ada@old.example", first_name="Ada")
    merging = filing.server.stub(merging_pb2_grpc.ContactMergingServiceStub)
    request = merging_pb2.MergeContactRequest(id=goes.id, into_id=stays.id)
    merging.MergeContact(request, metadata=filing.person.metadata())
    job = filing.upload("email,city\nADA@old.example,Rome\n")
    assert counts(filing.try_out(job).trial) == (0, 1, 0, 0)
    assert counts(filing.run(job).progress) == (0, 1, 0, 0)
    (ada,) = people(filing)
    assert (ada.id, ada.email, ada.city) == (stays.id, "ada@example.com", "Rome")


def test_a_row_that_tells_nothing_new_is_skipped(filing: Filing):
    create(filing, email="ada@example.com", first_name="Ada")
    assert counts(filing.bring("email,first_name\nada@example.com,Ada\n").progress) == (0, 0, 1, 0)


def test_known_people_may_be_left_alone(filing: Filing):
    create(filing, email="ada@example.com", first_name="Ada")
    job = filing.bring("email,first_name\nada@example.com,Eve\n", existing="SKIP")
    assert counts(job.progress) == (0, 0, 1, 0)
    assert people(filing)[0].first_name == "Ada"


def test_the_same_address_twice_in_a_file_is_one_contact(filing: Filing):
    job = filing.bring(
        "email,first_name,city\nada@example.com,Ada,\nADA@example.com,,Rome\nada@example.com,,Rome\n"
    )
    assert counts(job.progress) == (1, 1, 1, 0)
    (ada,) = people(filing)
    assert (ada.first_name, ada.city) == ("Ada", "Rome")


def test_the_reasons_of_refusals_are_counted_over_all_steps_and_runs(filing: Filing):
    dates = "".join(f"a{n}@example.com,01/02/19{n % 100:02}\n" for n in range(600))
    job = filing.upload(f"email,birth_date\nnobody,\n{dates},1990-01-01\n")

    def reasons(found: pb.Import) -> list[tuple[str, str, int, int]]:
        return [(r.column, r.reason[:17], r.rows, r.first_line) for r in found.reasons]

    expected = [
        ("birth_date", "must be a date li", 600, 3),
        ("email", "must be an e-mail", 1, 2),
        ("", "has neither a nam", 1, 603),
    ]
    assert reasons(filing.try_out(job)) == expected
    assert reasons(filing.run(job)) == expected


def test_ways_to_be_wrong_without_end_are_told_by_the_report_only(filing: Filing):
    wide = "".join("a@example.com" + "," * n + "x\n" for n in range(2, 42))
    job = filing.bring(f"email,first_name\n{wide}")
    assert (job.progress.failed, len(job.reasons)) == (40, 20)
    assert len(filing.errors(job)) == 41


def test_refused_rows_are_reported_with_line_column_reason_and_cells(filing: Filing):
    job = filing.bring(
        "email,birth_date,phone,country\n"
        "ok@example.com,1815-12-10,+493012345678,de\n"
        "not an address,,,\n"
        "a@example.com,01/02/2026,,\n"
        "b@example.com,,12345,\n"
        "c@example.com,,,Atlantis\n"
        ",,,DE\n"
        "d@example.com,,,,too,many\n"
        "\"=cmd|' /C calc'!A0\",,,\n"
    )
    assert counts(job.progress) == (1, 0, 0, 7)
    head, *rows = filing.errors(job)
    assert head == ["line", "column", "reason", "email", "birth_date", "phone", "country"]
    assert [(row[0], row[1]) for row in rows] == [
        ("3", "email"),
        ("4", "birth_date"),
        ("5", "phone"),
        ("6", "country"),
        ("7", ""),
        ("8", ""),
        ("9", "email"),
    ]
    assert "2026-11-21" in rows[1][2]
    assert rows[0][3:] == ["not an address", "", "", ""]
    assert rows[-1][3] == "'=cmd|' /C calc'!A0"


def test_dates_are_read_as_the_file_writes_them(filing: Filing):
    job = filing.bring("email,birthday\na@example.com,01/02/1990\n", date_format="DAY_MONTH_YEAR")
    assert counts(job.progress) == (1, 0, 0, 0)
    assert people(filing)[0].birth_date == "1990-02-01"


def test_formulas_are_kept_as_text(filing: Filing):
    formula = '=HYPERLINK("http://evil","x")'
    filing.bring('email,last_name\na@example.com,"=HYPERLINK(""http://evil"",""x"")"\n')
    assert people(filing)[0].last_name == formula


def test_a_trial_run_counts_and_changes_nothing(filing: Filing):
    create(filing, email="person0@example.com", first_name="Zero", last_name="Nobody")
    data = file_of(1200) + "person1100@example.com,Ada1100,Lovelace,Rome\nnonsense,,,\n"
    job = filing.try_out(filing.upload(data))
    assert job.state == pb.Import.DRAFT
    assert counts(job.trial) == (1199, 2, 0, 1)
    assert len(filing.errors(job)) == 2
    (zero,) = people(filing)
    assert zero.first_name == "Zero"
    job = filing.run(job)
    assert counts(job.progress) == counts(job.trial)
    assert len(filing.errors(job)) == 2
    assert kept(filing, Contact) == 1200


def test_a_header_alone_imports_nothing(filing: Filing):
    job = filing.bring("email,last_name\n")
    assert (job.state, job.progress.percent) == (DONE, 100)
    assert counts(job.progress) == (0, 0, 0, 0)


def test_a_running_import_is_neither_changed_nor_started_again(filing: Filing):
    job = filing.start(filing.upload(file_of(3)))
    for act in (filing.start, lambda job: filing.change(job, source="fair")):
        with refused("FAILED_PRECONDITION", "IMPORT_NOT_OPEN"):
            act(job)
    with refused("FAILED_PRECONDITION", "IMPORT_RUNNING"):
        filing.stub.DeleteImport(
            pb.DeleteImportRequest(id=job.id), metadata=filing.person.metadata()
        )


def test_a_cancelled_import_keeps_what_it_has_done(filing: Filing):
    job = filing.start(filing.upload(file_of(1200)))
    assert filing.step()
    half = filing.get(job)
    assert (half.progress.created, half.progress.percent) == (500, 41)
    assert filing.cancel(job).state == pb.Import.CANCELLED
    filing.work()
    assert kept(filing, Contact) == 500
    assert kept(filing, Chunk) == 0
    with refused("FAILED_PRECONDITION", "IMPORT_NOT_RUNNING"):
        filing.cancel(job)


def test_an_import_reaches_as_far_as_who_started_it(
    filing: Filing, as_person: AsPerson, keys: Keys
):
    create(filing, email="theirs@example.com", first_name="Theirs")
    rep = as_person({"contacts.*": "own", "imports.*": "own"})
    mine = Filing(filing.server, rep, keys)
    job = mine.bring("email,first_name\nnew@example.com,New\ntheirs@example.com,Eve\n")
    assert counts(job.progress) == (1, 0, 0, 1)
    assert mine.errors(job)[1][:2] == ["3", "email"]
    (new,) = people(mine)
    assert new.owner_id == str(rep.id)
    with refused("PERMISSION_DENIED", "OUT_OF_SCOPE"):
        mine.start(mine.change(mine.upload(file_of(1)), contact_owner_id=filing_owner(filing)))


def filing_owner(filing: Filing) -> str:
    return str(filing.person.id)


def test_who_may_not_write_contacts_may_not_import_them(
    filing: Filing, as_person: AsPerson, keys: Keys
):
    clerk = Filing(filing.server, as_person({"imports.*": "all"}), keys)
    with refused("PERMISSION_DENIED", "PERMISSION_REQUIRED") as refusal:
        clerk.start(clerk.upload(file_of(1)))
    assert refusal.metadata["permission"] == "contacts.write"


def test_a_step_that_always_fails_ends_the_import_with_a_word(filing: Filing):
    job = filing.start(filing.upload(file_of(3)))
    with filing.server.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM import_chunks")
        connection.exec_driver_sql(
            "ALTER TABLE imports ADD CHECK (end_time IS NULL OR error <> '')"
        )
    for _ in range(6):
        filing.server.clock.advance(timedelta(hours=1))
        filing.work()
    failed = filing.get(job)
    assert failed.state == pb.Import.FAILED
    assert failed.error


def test_cancelling_waits_for_the_step_a_worker_is_at_and_nobody_is_stuck(filing: Filing):
    job = filing.start(filing.upload(file_of(3)))
    cancel, metadata = pb.CancelImportRequest(id=job.id), filing.person.metadata()
    cancelled = beside_a_worker(
        filing.server.database,
        "imports",
        job.id,
        lambda: filing.stub.CancelImport.future(cancel, metadata=metadata),
    )
    assert cancelled.state == pb.Import.CANCELLED
