"""Tickets find their contact, whichever of the two comes first."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.tickets.v1 import tickets_pb2 as pb

from chassis import context
from chassis.database import Database
from services.tickets.contacts_copy.reactions import ContactReactions
from services.tickets.portal.actions import Portal as PortalActions
from services.tickets.portal.actions import Written
from tests.harness.handling import beside_open_work
from tests.harness.people import Person
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Portal, Tickets, create, facts, listed, read, submit

ANN = uuid4()


def told(version: int, contact_id: UUID = ANN, **fields: object) -> leads.ContactUpdated:
    values = {"full_name": "Ann Lee", "email": "Ann@Example.com", **fields}
    contact = contacts_pb2.Contact(id=str(contact_id), etag=str(version), **values)
    return leads.ContactUpdated(contact=contact)


def tell(database: Database, version: int, contact_id: UUID = ANN, **fields: object) -> None:
    """What the worker does when leads tells of a contact."""
    hear(database, told(version, contact_id, **fields))


def hear(database: Database, *facts: leads.ContactUpdated) -> None:
    """What the worker does with some facts of a job."""
    with context.use(context.system_call("test")), database.transaction() as tx:
        ContactReactions().follow_contact(facts, tx)


def test_a_ticket_of_a_known_address_belongs_to_its_contact(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    tell(tickets_database, 1)
    by_address = create(tickets, agent)
    by_id = create(tickets, agent, contact_id=str(ANN), contact_email="")

    assert (by_address.contact_id, by_address.contact_name) == (str(ANN), "Ann Lee")
    assert (by_id.contact_email, by_id.contact_name) == ("Ann@Example.com", "Ann Lee")


def test_a_ticket_is_given_to_its_contact_when_leads_tells_of_it(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    other = create(tickets, agent, contact_email="bob@example.com")
    assert ticket.contact_id == ""

    tell(tickets_database, 1)
    tell(tickets_database, 3, full_name="Ann Lee-Roy")
    tell(tickets_database, 2, full_name="Old news")

    linked = read(tickets, agent, ticket.id)
    assert (linked.contact_id, linked.contact_name) == (str(ANN), "Ann Lee-Roy")
    assert facts(tickets_database, ticket.id) == ["TicketCreated", "TicketUpdated"]
    assert read(tickets, agent, other.id).contact_id == ""


def test_many_contacts_told_at_once_get_their_tickets_each_by_its_newest_fact(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    anns, bobs, nobodys = (
        create(tickets, agent, contact_email=email).id
        for email in ("ann@example.com", "bob@example.com", "nobody@example.com")
    )
    bob = uuid4()
    hear(
        tickets_database,
        told(2, full_name="Ann Lee-Roy"),
        told(1, bob, full_name="Bob", email="bob@example.com"),
        told(1, full_name="Old news"),
    )
    names = [read(tickets, agent, ticket_id).contact_name for ticket_id in (anns, bobs, nobodys)]
    assert names[:2] == ["Ann Lee-Roy", "Bob"]
    assert read(tickets, agent, nobodys).contact_id == ""


def test_a_deleted_contact_gets_no_new_tickets(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    tell(tickets_database, 1, delete_time={"seconds": 1})
    assert create(tickets, agent).contact_id == ""


def test_a_ticket_given_to_another_contact_is_answered_at_that_contacts_address(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    tell(tickets_database, 1)
    ticket = create(tickets, agent, contact_email="bob@example.com")
    change = {"id": ticket.id, "contact_id": str(ANN)}
    request = pb.UpdateTicketRequest(ticket=change, update_mask={"paths": ["contact_id"]})

    moved = tickets.UpdateTicket(request, metadata=agent.metadata())

    assert (moved.contact_email, moved.contact_name) == ("Ann@Example.com", "Ann Lee")


@pytest.fixture
def ways(
    tickets: Tickets,
    agent: Person,
    inbound: Inbound,
    postman: Person,
    portal: Portal,
) -> dict[str, Callable[[], object]]:
    """How a ticket of Ann's can come."""
    return {
        "by hand": lambda: create(tickets, agent),
        "by hand, of the contact": lambda: create(
            tickets, agent, contact_id=str(ANN), contact_email=""
        ),
        "by mail": lambda: receive(inbound, postman, mail()),
        "by the portal": lambda: submit(portal),
    }


@pytest.mark.parametrize("way", ["by hand", "by hand, of the contact", "by mail", "by the portal"])
def test_what_comes_while_leads_tells_of_its_contact_waits_for_it(
    way: str,
    ways: dict[str, Callable[[], object]],
    tickets: Tickets,
    agent: Person,
    tickets_database: Database,
) -> None:
    tells = partial(ContactReactions().follow_contact, [told(1)])
    beside_open_work(tickets_database, tells, ways[way])
    (ticket,) = listed(tickets, agent)
    assert (ticket.contact_id, ticket.contact_name) == (str(ANN), "Ann Lee")


def test_what_leads_tells_waits_for_a_ticket_that_is_just_being_opened(
    tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    written = Written("Ann", "ann@example.com", "Export", "It is empty.")
    opens = PortalActions(tickets_database).submit
    beside_open_work(tickets_database, lambda _: opens(written), partial(tell, tickets_database, 1))
    (ticket,) = listed(tickets, agent)
    assert (ticket.contact_id, ticket.contact_name) == (str(ANN), "Ann Lee")
