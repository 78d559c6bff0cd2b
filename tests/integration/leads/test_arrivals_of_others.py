"""People who write to support become contacts."""

from crm.tickets.v1 import events_pb2 as tickets

from tests.integration.leads import requests
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

#: As a mail may have it.
NAME = "Ada\r\n van \x07 Lovelace"


def test_who_writes_to_support_becomes_a_contact_once(
    empty_office: Desk, machinery: Machinery
) -> None:
    for number in (1, 2):
        ticket = {"number": number, "contact_email": "New@Example.com", "contact_name": NAME}
        machinery.tell(tickets.TicketCreated(ticket=ticket))
    known = {"contact_id": "01937b5e-7c00-7000-8000-000000000001", "contact_email": "x@example.com"}
    machinery.tell(tickets.TicketCreated(ticket=known))
    machinery.tell(tickets.TicketCreated(ticket={"number": 3}))

    (contact,) = empty_office.contacts.ListContacts(requests.listed()).contacts
    assert (contact.email.lower(), contact.source) == ("new@example.com", "ticket")
    assert (contact.first_name, contact.last_name) == ("Ada", "van Lovelace")
