"""The event log of a service: every published fact once, in order, for whom it may concern."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from crm.api.v1 import event_log_pb2 as pb
from crm.api.v1 import event_log_pb2_grpc
from crm.leads.v1 import contacts_pb2_grpc
from sqlalchemy import select

from chassis import event_log
from chassis.audience import Audience, HeardBy
from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from chassis.relay_outbox import Outbox
from chassis.tables import OutboxEvent
from tests import factories
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running

Read = Callable[..., pb.ReadEventsResponse]


@pytest.fixture
def read(leads_server: Running) -> Read:
    """`read(person, after="", page_size=…, filter=…)`."""
    log = leads_server.stub(event_log_pb2_grpc.EventLogServiceStub)

    def ask(person: Person, after: str = "", **asked: object) -> pb.ReadEventsResponse:
        request = pb.ReadEventsRequest(after=after, **asked)
        return log.ReadEvents(request, metadata=person.metadata())

    return ask


@pytest.fixture
def relay(leads_database: Database) -> Iterator[Callable[[], int]]:
    """Publishes what waits, as the relay marks it; how many."""
    outbox = Outbox(leads_database.url, service="leads")

    def publish() -> int:
        told = outbox.take(500)
        outbox.published([each.seq for each in told])
        return len(told)

    yield publish
    outbox.close()


def tell(
    database: Database,
    audience: Audience = Audience("contacts.read", HeardBy.RECORDS),  # noqa: B008 -- frozen
    *,
    kind: str = "crm.leads.v1.ContactUpdated",
) -> UUID:
    """A fact about a new record; its id."""
    with use(system_call("test")), database.transaction() as tx:
        row = row_of(audience, kind, tx.now)
        tx.session.add(row)
        return row.id


def row_of(audience: Audience, kind: str, now: object) -> OutboxEvent:
    return OutboxEvent(
        type=kind,
        subject=f"contacts/{uuid4()}",
        time=now,  # type: ignore[arg-type] -- a transaction's
        data={},
        headers={},
        actor="system",
        permission=audience.permission,
        heard_by=audience.heard_by,
        owner_id=audience.owner_id,
        team_id=audience.team_id,
    )


def ids(answer: pb.ReadEventsResponse) -> list[UUID]:
    return [UUID(event.id) for event in answer.events]


def test_a_fact_shows_what_happened_to_what_and_who_did_it(
    leads_server: Running, read: Read, relay: Callable[[], int], admin: Person, as_person: AsPerson
) -> None:
    ada = as_person({"contacts.*": "own", "events.read": "own"})
    contacts = leads_server.stub(contacts_pb2_grpc.ContactServiceStub)
    metadata = ada.metadata(x_request_id="request-1", traceparent="00-" + "a" * 32 + "-b1-01")
    made = contacts.CreateContact(factories.create_contact(owner=ada), metadata=metadata)
    relay()
    (event,) = read(ada).events
    assert (event.service, event.type) == ("leads", "crm.leads.v1.ContactCreated")
    assert event.subject == f"contacts/{made.id}"
    assert (event.actor, event.owner_id) == (f"user:{ada.id}", str(ada.id))
    assert event.data["contact"]["id"] == made.id
    assert event.request_id == "request-1"
    assert event.traceparent.startswith("00-" + "a" * 32)


def test_a_reader_who_goes_on_reads_everything_once_and_in_order(
    leads_database: Database, read: Read, relay: Callable[[], int], admin: Person
) -> None:
    told = [tell(leads_database) for _ in range(10)]
    relay()
    found, after, more = [], "", True
    while more:
        answer = read(admin, after, page_size=3)
        found, after, more = found + ids(answer), answer.next_after, answer.more
    assert found == told
    late = tell(leads_database)
    assert ids(read(admin, after)) == [], "not before it is published"
    relay()
    assert ids(read(admin, after)) == [late]


def test_the_newest_are_read_without_what_lies_before_and_gone_on_from(
    leads_database: Database, read: Read, relay: Callable[[], int], admin: Person
) -> None:
    told = [tell(leads_database) for _ in range(6)]
    other = tell(leads_database, kind="crm.leads.v1.ContactDeleted")
    relay()
    newest = read(admin, newest=True, page_size=3)
    assert ids(newest) == [*told[-2:], other]
    assert not newest.more
    updates = read(admin, newest=True, page_size=2, filter='type = "crm.leads.v1.ContactUpdated"')
    assert ids(updates) == told[-2:]
    late = tell(leads_database)
    relay()
    assert ids(read(admin, newest.next_after)) == [late]
    assert ids(read(admin, updates.next_after)) == [late]
    assert ids(read(admin, newest.next_after, newest=True)) == [late]


def test_a_transaction_that_commits_late_is_not_skipped(
    leads_database: Database, read: Read, relay: Callable[[], int], admin: Person
) -> None:
    with leads_database.engine.connect() as connection, connection.begin():
        late = uuid4()
        connection.execute(OutboxEvent.__table__.insert().values(**values(late)))
        early = tell(leads_database)
        relay()
        first = read(admin)
        assert ids(first) == [early], "its number is higher, and it was read first"
    relay()
    assert ids(read(admin, first.next_after)) == [late]


def values(id_: UUID) -> dict[str, object]:
    row = row_of(
        Audience("contacts.read", HeardBy.RECORDS), "crm.leads.v1.NoteAdded", Clock().now()
    )
    names = ("type", "subject", "time", "data", "headers", "actor", "permission", "heard_by")
    return {"id": id_, "cause": "", "depth": 0, **{name: getattr(row, name) for name in names}}


def test_what_one_may_not_hear_of_is_passed_over_in_bounded_steps(
    leads_database: Database,
    read: Read,
    relay: Callable[[], int],
    as_person: AsPerson,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_log, "WINDOW", 4)
    ada = as_person({"contacts.read": "own", "events.read": "all"})
    for _ in range(6):
        tell(leads_database)
    mine = tell(leads_database, Audience("contacts.read", HeardBy.RECORDS, owner_id=ada.id))
    relay()
    first = read(ada)
    assert (ids(first), first.more) == ([], True)
    assert ids(read(ada, first.next_after)) == [mine]


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ('type = "crm.leads.v1.NoteAdded"', [1]),
        ('type = "crm.leads.v1.Contact*"', [0, 2]),
        ("occur_time > now-1h", [2]),
        ("actor = system", [0, 1, 2]),
    ],
)
def test_a_filter_narrows_the_log(
    leads_database: Database,
    clock: Clock,
    read: Read,
    relay: Callable[[], int],
    admin: Person,
    filter_: str,
    found: list[int],
) -> None:
    told = [
        tell(leads_database),
        tell(leads_database, kind="crm.leads.v1.NoteAdded"),
    ]
    clock.advance(timedelta(days=1))
    told.append(tell(leads_database))
    relay()
    assert ids(read(admin, filter=filter_)) == [told[number] for number in found]


def test_a_place_that_is_none_and_a_filter_that_is_none_are_refused(
    read: Read, admin: Person
) -> None:
    for after in ("x", "-1", "1.5", "٣", "9" * 40):
        with refused("INVALID_ARGUMENT", "INVALID_PLACE"):
            read(admin, after)
    with refused("INVALID_ARGUMENT", "INVALID_FILTER"):
        read(admin, filter="data = 1")


def test_sql_and_memory_agree_on_who_hears_of_a_fact(
    leads_database: Database, read: Read, relay: Callable[[], int], as_person: AsPerson
) -> None:
    me, mate, mine, other = uuid4(), uuid4(), uuid4(), uuid4()
    told = {
        tell(leads_database, audience): audience
        for audience in (
            Audience(permission, heard_by, owner, team)
            for permission, heard_by, owner, team in product(
                ("contacts.read", "companies.read"), HeardBy, (me, mate, None), (mine, other, None)
            )
        )
    }
    relay()
    for held, limits in product(
        (
            {},
            {"contacts.read": "own"},
            {"contacts.*": "team"},
            {"*": "all"},
            {"contacts.read": "all", "companies.read": "own"},
        ),
        (None, ("contacts.read", "events.read"), ("events.*",)),
    ):
        person = as_person({"events.read": "all", **held}, user_id=me, teams=[mine], limits=limits)
        expected = {id_ for id_, who in told.items() if who.includes(person.identity)}
        assert set(ids(read(person, page_size=500))) == expected, (held, limits)


@pytest.mark.parametrize(("reach", "hears"), [("own", 1), ("team", 2), ("all", 3)])
def test_nobody_reads_further_than_their_right_to_the_log(
    leads_database: Database,
    read: Read,
    relay: Callable[[], int],
    as_person: AsPerson,
    reach: str,
    hears: int,
) -> None:
    team = uuid4()
    ada = as_person({"contacts.read": "all", "events.read": reach}, teams=[team])
    for owner, its_team in ((ada.id, None), (None, team), (None, None)):
        tell(leads_database, Audience("contacts.read", HeardBy.RECORDS, owner, its_team))
    relay()
    assert len(ids(read(ada))) == hears


def test_every_fact_of_leads_says_who_may_hear_of_it(
    leads_server: Running, leads_database: Database, admin: Person
) -> None:
    contacts = leads_server.stub(contacts_pb2_grpc.ContactServiceStub)
    contacts.CreateContact(factories.create_contact(owner=admin), metadata=admin.metadata())
    with leads_database.reading() as tx:
        (row,) = tx.session.scalars(select(OutboxEvent))
    assert (row.permission, row.heard_by) == ("contacts.read", HeardBy.RECORDS)
