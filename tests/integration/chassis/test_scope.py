"""Scope is decided twice, in SQL and in memory: both must say the same about every record."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from chassis import context, scope
from chassis.clock import Clock
from chassis.context import Call
from chassis.database import Database
from chassis.identity import ANONYMOUS, SYSTEM, Identity, Reach
from services.leads.contacts.model import Contact
from tests.harness.databases import Templates, opened

READ = "contacts.read"
USERS = [uuid4() for _ in range(3)]
TEAMS = [uuid4() for _ in range(3)]
PATTERNS = ["*", "contacts.*", READ, "contacts.write", "companies.*", "contact?.read"]


owners = st.sampled_from([*USERS, None])
teams = st.sampled_from([*TEAMS, None])
records = st.lists(st.tuples(owners, teams), min_size=1, max_size=12)
identities = st.builds(
    Identity,
    kind=st.sampled_from(["user", "key", "anonymous"]),
    user_id=owners,
    team_ids=st.lists(st.sampled_from(TEAMS), unique=True).map(tuple),
    grants=st.dictionaries(st.sampled_from(PATTERNS), st.sampled_from(Reach), max_size=3),
    limits=st.none() | st.lists(st.sampled_from(PATTERNS), max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def contacts(templates: Templates) -> Iterator[Database]:
    with opened(templates, "services.leads", Clock()) as database:
        yield database


def stored(database: Database, owned: list[tuple[UUID | None, UUID | None]]) -> list[Contact]:
    """Contacts with these owners and teams, and no others, in the database."""
    with context.use(context.system_call("test")), database.transaction() as tx:
        tx.execute(delete(Contact))
        made = [
            Contact(owner_id=owner, team_id=team, last_activity_time=tx.now)
            for owner, team in owned
        ]
        for contact in made:
            contact.change({"first_name": "Ada"})
            contact.last_activity_time = tx.now
            tx.add(contact)
    return made


@settings(max_examples=150)
@given(records, identities)
@example([(None, None)], Identity(kind="key", grants={"*": Reach.OWN}))
@example([(None, None)], Identity(kind="key", grants={"*": Reach.TEAM}))
@example([(USERS[0], TEAMS[0])], ANONYMOUS)
@example([(USERS[0], TEAMS[0])], SYSTEM)
def test_the_condition_in_sql_and_the_decision_in_memory_agree(
    contacts: Database, owned: list[tuple[UUID | None, UUID | None]], identity: Identity
) -> None:
    made = stored(contacts, owned)
    call = Call(identity=identity, permission=READ)
    with context.use(call), contacts.reading() as tx:
        narrowed = select(Contact.id).where(scope.condition(Contact, call))
        reached = set(tx.execute(narrowed).scalars())
        selected = {contact.id for contact in tx.scalars(tx.select(Contact))}
    assert reached == {contact.id for contact in made if scope.covers(contact, call)}
    assert selected == reached
