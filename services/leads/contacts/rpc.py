"""ContactService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.mapping import to_message
from services.leads.contacts.actions import Contacts
from services.leads.contacts.model import Contact


class ContactService(contacts_pb2_grpc.ContactServiceServicer):
    """People, found by filter, order, count and search."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts

    def GetContact(self, request: pb.GetContactRequest, _: Any) -> pb.Contact:
        return to_message(self._contacts.get(parse_id(request.id, "contact")), pb.Contact)

    def CreateContact(self, request: pb.CreateContactRequest, _: Any) -> pb.Contact:
        values = masks.values(request.contact, Contact)
        return to_message(self._contacts.create(values), pb.Contact)

    def UpdateContact(self, request: pb.UpdateContactRequest, _: Any) -> pb.Contact:
        changes = masks.changes(request.contact, request.update_mask, Contact)
        contact_id = parse_id(request.contact.id, "contact")
        return to_message(
            self._contacts.update(contact_id, changes, etag=request.contact.etag), pb.Contact
        )
