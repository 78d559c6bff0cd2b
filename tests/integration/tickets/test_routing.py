"""New tickets find an owner: fairly, only people who are there, the oldest first."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from crm.gateway.v1 import events_pb2 as accounts
from crm.gateway.v1 import users_pb2
from crm.tickets.v1 import portal_pb2, portal_pb2_grpc, routing_pb2_grpc
from crm.tickets.v1 import routing_pb2 as pb
from crm.tickets.v1 import tickets_pb2 as tickets_pb
from crm.tickets.v1.tickets_pb2 import Ticket

from chassis import context
from chassis.database import Database
from services.tickets.people.reactions import PeopleReactions
from tests.harness.people import AsPerson, Person
from tests.harness.services import Running
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Tickets, facts

Portal = portal_pb2_grpc.PortalServiceStub
ROSTER = tuple(sorted(uuid4() for _ in range(3)))


@pytest.fixture
def boss(as_person: AsPerson) -> Person:
    return as_person({"tickets.*": "all", "ticket_routing.*": "all"})


@pytest.fixture
def rules(tickets_server: Running) -> routing_pb2_grpc.RoutingServiceStub:
    return tickets_server.stub(routing_pb2_grpc.RoutingServiceStub)


def tell(database: Database, version: int, user_id: UUID, **fields: Any) -> None:
    """What the worker does when accounts tells of a user."""
    values = {"name": f"P{user_id.hex[-4:]}", "active": True, "present": True, **fields}
    person = users_pb2.Person(id=str(user_id), etag=str(version), **values)
    with context.use(context.system_call("test")), database.transaction() as tx:
        PeopleReactions().follow_user(accounts.UserUpdated(user=person), tx)


def route(rules: Any, person: Person, members: tuple[UUID, ...], **fields: Any) -> pb.Routing:
    routing = {"member_ids": [str(member) for member in members], **fields}
    request = pb.UpdateRoutingRequest(routing=routing, update_mask={"paths": [*routing]})
    return rules.UpdateRouting(request, metadata=person.metadata())


def post(portal: Portal) -> int:
    request = portal_pb2.SubmitTicketRequest(email="ann@example.com", subject="Hi", text="Help.")
    return portal.SubmitTicket(request).number


def owned(tickets: Tickets, person: Person) -> list[Ticket]:
    request = tickets_pb.ListTicketsRequest(order_by="number", page_size=200)
    return [*tickets.ListTickets(request, metadata=person.metadata()).tickets]


def owners(tickets: Tickets, person: Person) -> list[str]:
    return [ticket.owner_id for ticket in owned(tickets, person)]


def test_turns_go_round_and_pass_over_who_is_away(
    rules: Any, portal: Portal, tickets: Tickets, boss: Person, tickets_database: Database
) -> None:
    for user_id in ROSTER:
        tell(tickets_database, 1, user_id, present=user_id != ROSTER[1])
    route(rules, boss, ROSTER, strategy="ROUND_ROBIN")
    for _ in range(4):
        post(portal)
    first, _, third = map(str, ROSTER)
    found = owned(tickets, boss)
    assert [ticket.owner_id for ticket in found] == [first, third, first, third]
    assert found[0].assignment_reason == "was next in turn: 0 open, 2 of 3 present"
    assert "TicketAssigned" in facts(tickets_database, found[0].id)


def test_who_has_fewest_gets_the_next_one(
    rules: Any, portal: Portal, tickets: Tickets, boss: Person, tickets_database: Database
) -> None:
    for user_id in ROSTER:
        tell(tickets_database, 1, user_id)
    route(rules, boss, ROSTER, strategy="LEAST_LOADED")
    for _ in range(9):
        post(portal)
    assert set(Counter(owners(tickets, boss)).values()) == {3}
    theirs = [each for each in owned(tickets, boss) if each.owner_id == str(ROSTER[2])]
    for ticket in theirs[:2]:
        tickets.CloseTicket(tickets_pb.CloseTicketRequest(id=ticket.id), metadata=boss.metadata())
    for _ in range(2):
        post(portal)
    assert owners(tickets, boss)[-2:] == [str(ROSTER[2])] * 2


def test_what_nobody_could_take_goes_to_who_comes_and_to_who_has_room_again(
    rules: Any, portal: Portal, tickets: Tickets, boss: Person, tickets_database: Database
) -> None:
    me = ROSTER[0]
    route(rules, boss, (me,), strategy="ROUND_ROBIN", capacity=1)
    post(portal)
    post(portal)
    assert owners(tickets, boss) == ["", ""]

    tell(tickets_database, 1, me)
    assert owners(tickets, boss) == [str(me), ""]

    first = owned(tickets, boss)[0]
    tickets.SolveTicket(tickets_pb.SolveTicketRequest(id=first.id), metadata=boss.metadata())
    assert owners(tickets, boss) == [str(me), str(me)]


def test_who_left_leaves_nothing_behind(
    rules: Any, portal: Portal, tickets: Tickets, boss: Person, tickets_database: Database
) -> None:
    gone, stays = ROSTER[:2]
    tell(tickets_database, 1, gone)
    route(rules, boss, (gone, stays), strategy="ROUND_ROBIN")
    post(portal)
    tell(tickets_database, 1, stays)
    tell(tickets_database, 2, gone, active=False)
    assert owners(tickets, boss) == [str(stays)]


def test_fifty_at_once_are_shared_fairly(
    rules: Any,
    inbound: Inbound,
    tickets: Tickets,
    boss: Person,
    postman: Person,
    tickets_database: Database,
) -> None:
    five = tuple(sorted(uuid4() for _ in range(5)))
    for user_id in five:
        tell(tickets_database, 1, user_id)
    route(rules, boss, five, strategy="ROUND_ROBIN")
    mails = [mail(Message_ID=f"<{n}@example.com>") for n in range(50)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda raw: receive(inbound, postman, raw), mails))
    assert sorted(Counter(owners(tickets, boss)).values()) == [10] * 5
