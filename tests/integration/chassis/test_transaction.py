"""The unit of work: times and versions keep themselves, scope holds, facts and effects are one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from google.protobuf.wrappers_pb2 import StringValue
from sqlalchemy import select, text

from chassis import context
from chassis.clock import Clock
from chassis.context import Call
from chassis.database import Database
from chassis.errors import Aborted, NotFound, PermissionDenied
from chassis.tables import OutboxEvent
from services.leads.contacts.model import Contact
from tests import factories
from tests.harness.parallel import at_once
from tests.harness.people import AsPerson, Person
from tests.harness.services import Running

WRITE, READ = "contacts.write", "contacts.read"


def store(database: Database, call: Call, **fields: object) -> Contact:
    """A contact, written by this call."""
    with context.use(call), database.transaction() as tx:
        contact = Contact(last_activity_time=tx.now, **fields)  # type: ignore[arg-type] -- a test says what it needs
        contact.change({"first_name": "Ada"})
        return tx.add(contact)


def facts(database: Database) -> list[OutboxEvent]:
    with context.use(context.system_call("test")), database.reading() as tx:
        return list(tx.execute(select(OutboxEvent).order_by(OutboxEvent.seq)).scalars())


def test_a_new_record_gets_its_times_from_the_business_clock(
    leads_database: Database, clock: Clock, admin: Person
) -> None:
    clock.advance(timedelta(days=400))
    before = clock.now()
    contact = store(leads_database, admin.call(WRITE))
    assert before <= contact.create_time == contact.update_time <= clock.now()
    assert contact.etag == "1"


def test_a_change_moves_the_update_time_and_the_etag_and_nothing_else(
    leads_database: Database, clock: Clock, admin: Person
) -> None:
    contact = store(leads_database, admin.call(WRITE))
    clock.advance(timedelta(hours=1))
    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        changed = tx.get(Contact, contact.id, etag="1")
        changed.city = "Rom"
    assert (changed.create_time, changed.etag) == (contact.create_time, "2")
    assert changed.update_time - contact.update_time >= timedelta(hours=1)


def test_a_write_that_changes_nothing_keeps_the_etag(
    leads_database: Database, admin: Person
) -> None:
    contact = store(leads_database, admin.call(WRITE))
    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        same = tx.get(Contact, contact.id)
        same.first_name = "Ada"
    assert same.etag == "1"


def test_an_old_etag_is_refused(leads_database: Database, admin: Person) -> None:
    contact = store(leads_database, admin.call(WRITE))
    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        tx.get(Contact, contact.id).city = "Rom"
    with (
        context.use(admin.call(WRITE)),
        leads_database.transaction() as tx,
        pytest.raises(Aborted) as refusal,
    ):
        tx.get(Contact, contact.id, etag="1")
    assert (refusal.value.reason, refusal.value.metadata["etag"]) == ("ETAG_MISMATCH", "2")


def test_twenty_changes_with_one_etag_at_once_are_one_change(
    leads_server: Running, admin: Person
) -> None:
    contacts = leads_server.stub(contacts_pb2_grpc.ContactServiceStub)
    made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    for _ in range(5):
        change = pb.Contact(id=made.id, etag=made.etag, city=str(uuid4()))
        request = pb.UpdateContactRequest(contact=change)
        metadata = admin.metadata()
        answers, refusals = at_once(20, lambda: contacts.UpdateContact(request, metadata=metadata))  # noqa: B023 -- called before the next round
        assert len(answers) == 1
        assert [r.code for r in refusals] == ["ABORTED"] * 19
        # on a busy machine the last of the queue may give up its wait for the lock instead
        assert {r.reason for r in refusals} <= {"ETAG_MISMATCH", "RECORD_LOCKED"}
        assert int(answers[0].etag) == int(made.etag) + 1
        made = answers[0]


def test_a_block_that_raises_leaves_neither_effect_nor_fact(
    leads_database: Database, admin: Person
) -> None:
    def fail() -> None:
        with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
            contact = tx.add(Contact(last_activity_time=tx.now))
            contact.change({"first_name": "Ada"})
            tx.publish(StringValue(value="happened"), subject=contact)
            tx.flush()
            raise RuntimeError("too bad")

    with pytest.raises(RuntimeError):
        fail()
    assert facts(leads_database) == []


def test_a_fact_says_what_happened_to_whom_by_whom_and_why(
    leads_database: Database, as_person: AsPerson
) -> None:
    ada = as_person({"*": "all"}, teams=[uuid4()])
    call = ada.call(WRITE, request_id="r1", traceparent="00-1-2-01", cause="event-7")
    contact = store(leads_database, call, owner_id=ada.id, team_id=ada.team_id)
    with context.use(call), leads_database.transaction() as tx:
        tx.publish(StringValue(value="happened"), subject=contact)
    (fact,) = facts(leads_database)
    assert fact.type == "google.protobuf.StringValue"
    assert fact.subject == f"contacts/{contact.id}"
    assert (fact.owner_id, fact.team_id) == (ada.id, ada.team_id)
    assert (fact.actor, fact.cause) == (f"user:{ada.id}", "event-7")
    assert fact.headers == {"request_id": "r1", "traceparent": "00-1-2-01"}
    assert fact.publish_time is None


def test_a_transaction_inside_a_transaction_is_the_same_one(
    leads_database: Database, admin: Person
) -> None:
    with (
        context.use(admin.call(WRITE)),
        leads_database.transaction() as outer,
        leads_database.transaction() as inner,
        leads_database.reading() as reader,
    ):
        assert inner is outer is reader


def test_outside_of_a_call_nothing_is_reached(leads_database: Database) -> None:
    with leads_database.reading() as tx, pytest.raises(LookupError):
        tx.select(Contact)


@pytest.mark.parametrize("reach", ["own", "team"])
def test_what_lies_out_of_scope_reads_as_missing(
    leads_database: Database, as_person: AsPerson, admin: Person, reach: str
) -> None:
    contact = store(leads_database, admin.call(WRITE), owner_id=admin.id, team_id=admin.team_id)
    bob = as_person({"contacts.*": reach}, teams=[uuid4()])
    told = []
    for wanted in (contact.id, uuid4()):
        with (
            context.use(bob.call(READ)),
            leads_database.reading() as tx,
            pytest.raises(NotFound) as refusal,
        ):
            tx.get(Contact, wanted)
        told.append((refusal.value.reason, refusal.value.message, refusal.value.metadata))
    assert told[0] == told[1], "a foreign record and a missing one are told apart"


@pytest.mark.parametrize(
    "change", [{"owner_id": uuid4()}, {"owner_id": None}, {"owner_id": None, "team_id": uuid4()}]
)
def test_nobody_puts_a_record_where_he_cannot_reach_it(
    leads_database: Database, as_person: AsPerson, change: dict[str, object]
) -> None:
    bob = as_person({"contacts.*": "own"}, teams=[uuid4()])
    contact = store(leads_database, bob.call(WRITE), owner_id=bob.id)

    def give_away() -> None:
        with context.use(bob.call(WRITE)), leads_database.transaction() as tx:
            mine = tx.get(Contact, contact.id)
            for name, value in change.items():
                setattr(mine, name, value)

    with pytest.raises(PermissionDenied) as refusal:
        give_away()
    assert refusal.value.reason == "OUT_OF_SCOPE"


def test_a_deleted_record_is_found_only_by_who_asks_for_deleted_ones(
    leads_database: Database, clock: Clock, admin: Person
) -> None:
    contact = store(leads_database, admin.call(WRITE))
    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        tx.get(Contact, contact.id).delete_time = tx.now
    with context.use(admin.call(READ)), leads_database.reading() as tx:
        assert tx.get(Contact, contact.id, deleted=True).id == contact.id
        with pytest.raises(NotFound):
            tx.get(Contact, contact.id)


def test_every_connection_has_its_limits(leads_database: Database) -> None:
    wanted = {
        "statement_timeout": "4s",
        "lock_timeout": "1s",
        "idle_in_transaction_session_timeout": "10s",
    }
    with context.use(context.system_call("test")):
        for opened in (leads_database.transaction, leads_database.reading):
            with opened() as tx:
                found = {name: tx.execute(text(f"SHOW {name}")).scalar() for name in wanted}
            assert found == wanted


def test_what_waits_for_the_commit_is_done_after_it_as_whoever_asked(
    leads_database: Database, admin: Person
) -> None:
    seen: list[tuple[str, int]] = []

    def look() -> None:
        with leads_database.reading() as tx:
            written = tx.execute(text("SELECT count(*) FROM contacts")).scalar_one()
        seen.append((context.current().permission, written))

    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        contact = Contact(last_activity_time=tx.now)
        contact.change({"first_name": "Ada"})
        tx.add(contact)
        tx.after_commit(look)
        assert seen == []
    assert seen == [(WRITE, 1)]


def test_what_waits_for_the_commit_is_never_done_when_it_fails(
    leads_database: Database, admin: Person
) -> None:
    seen: list[int] = []

    def fail() -> None:
        with leads_database.transaction() as tx:
            tx.after_commit(lambda: seen.append(1))
            raise ValueError("no")

    with context.use(admin.call(WRITE)), pytest.raises(ValueError, match="no"):
        fail()
    assert seen == []
