"""ContactService: a message in, a use case, a message out."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import grpc
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.contacts import bulk_rpc
from services.leads.contacts.actions import Contacts
from services.leads.contacts.bulk import BulkContacts
from services.leads.contacts.consents import Consents, Proof
from services.leads.contacts.export import Export
from services.leads.contacts.model import ConsentState, Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource


class ContactService(contacts_pb2_grpc.ContactServiceServicer):
    """People, found by filter, order, count and search."""

    def __init__(
        self,
        contacts: Contacts,
        *,
        bulk: BulkContacts,
        consents: Consents,
        export: Export,
        catalogue: Catalogue,
    ) -> None:
        self._contacts = contacts
        self._bulk = bulk
        self._consents = consents
        self._export = export
        self._catalogue = catalogue

    def GetContact(self, request: pb.GetContactRequest, _: Any) -> pb.Contact:
        return self._shown(self._contacts.get(parse_id(request.id, "contact")))

    def ListContacts(self, request: pb.ListContactsRequest, _: Any) -> pb.ListContactsResponse:
        page = self._contacts.list(Query.of(request), deleted=request.show_deleted)
        contacts = [self._shown(contact) for contact in page.items]
        return pb.ListContactsResponse(contacts=contacts, next_page_token=page.next_page_token)

    def CountContacts(self, request: pb.CountContactsRequest, _: Any) -> pb.CountContactsResponse:
        found = self._contacts.count(request.filter)
        return pb.CountContactsResponse(count=found.count, capped=found.capped)

    def SearchContacts(
        self, request: pb.SearchContactsRequest, _: Any
    ) -> pb.SearchContactsResponse:
        found = self._contacts.search(request.query, size=request.page_size)
        return pb.SearchContactsResponse(contacts=[self._shown(contact) for contact in found])

    def CreateContact(self, request: pb.CreateContactRequest, _: Any) -> pb.Contact:
        return self._shown(self._contacts.create(masks.values(request.contact, Contact)))

    def UpdateContact(self, request: pb.UpdateContactRequest, _: Any) -> pb.Contact:
        changes = masks.changes(request.contact, request.update_mask, Contact)
        contact_id = parse_id(request.contact.id, "contact")
        return self._shown(self._contacts.update(contact_id, changes, etag=request.contact.etag))

    def DeleteContact(self, request: pb.DeleteContactRequest, _: Any) -> Empty:
        self._contacts.delete(parse_id(request.id, "contact"), etag=request.etag)
        return Empty()

    def UndeleteContact(self, request: pb.UndeleteContactRequest, _: Any) -> pb.Contact:
        contact_id = parse_id(request.id, "contact")
        return self._shown(self._contacts.undelete(contact_id, etag=request.etag))

    def BatchCreateContacts(
        self, request: pb.BatchCreateContactsRequest, _: Any
    ) -> pb.BatchContactsResponse:
        items = [bulk_rpc.values(contact) for contact in request.contacts]
        return bulk_rpc.response(self._bulk.create(items))

    def BatchUpdateContacts(
        self, request: pb.BatchUpdateContactsRequest, _: Any
    ) -> pb.BatchContactsResponse:
        ids = bulk_rpc.ids(request.ids)
        return bulk_rpc.response(self._bulk.update(ids, bulk_rpc.revision(request)))

    def BatchDeleteContacts(
        self, request: pb.BatchDeleteContactsRequest, _: Any
    ) -> pb.BatchContactsResponse:
        return bulk_rpc.response(self._bulk.delete(bulk_rpc.ids(request.ids)))

    def ExportContacts(
        self, request: pb.ExportContactsRequest, rpc: grpc.ServicerContext
    ) -> Iterator[HttpBody]:
        rpc.send_initial_metadata((("filename", quote(self._export.filename())),))
        for chunk in self._export.chunks(Query.of(request)):
            yield HttpBody(content_type="text/csv; charset=utf-8", data=chunk)

    def ListConsents(self, request: pb.ListConsentsRequest, _: Any) -> pb.ListConsentsResponse:
        page = self._consents.list(parse_id(request.contact_id, "contact"), Query.of(request))
        consents = [to_message(consent, pb.Consent) for consent in page.items]
        return pb.ListConsentsResponse(consents=consents, next_page_token=page.next_page_token)

    def RecordConsent(self, request: pb.RecordConsentRequest, _: Any) -> pb.Consent:
        said = request.consent
        state = ConsentState(pb.Contact.ConsentState.Name(said.state))
        proof = Proof(text=said.text, text_version=said.text_version)
        contact_id = parse_id(request.contact_id, "contact")
        return to_message(self._consents.record(contact_id, state, proof), pb.Consent)

    def _shown(self, contact: Contact) -> pb.Contact:
        bag = self._catalogue.visible(Resource.CONTACT, contact.custom_fields)
        return to_message(contact, pb.Contact, custom_fields=bag)
