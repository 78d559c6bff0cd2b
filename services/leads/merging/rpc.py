"""ContactMergingService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.leads.v1 import contacts_pb2, merging_pb2_grpc
from crm.leads.v1 import merging_pb2 as pb

from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.merging.actions import ContactMerging


class ContactMergingService(merging_pb2_grpc.ContactMergingServiceServicer):
    """Contacts that are one person."""

    def __init__(self, merging: ContactMerging, catalogue: Catalogue) -> None:
        self._merging = merging
        self._catalogue = catalogue

    def MergeContact(self, request: pb.MergeContactRequest, _: Any) -> contacts_pb2.Contact:
        contact_id, into_id = parse_id(request.id, "contact"), UUID(request.into_id)
        into = self._merging.merge(
            contact_id,
            into_id,
            etag=request.etag,
            take=request.take_fields,
            keep=request.keep_fields,
        )
        return self._shown(into)

    def UnmergeContact(self, request: pb.UnmergeContactRequest, _: Any) -> contacts_pb2.Contact:
        return self._shown(self._merging.unmerge(parse_id(request.id, "contact")))

    def ListContactMerges(
        self, request: pb.ListContactMergesRequest, _: Any
    ) -> pb.ListContactMergesResponse:
        page = self._merging.list(parse_id(request.contact_id, "contact"), Query.of(request))
        merges = [to_message(merge, pb.ContactMerge) for merge in page.items]
        return pb.ListContactMergesResponse(merges=merges, next_page_token=page.next_page_token)

    def _shown(self, contact: Contact) -> contacts_pb2.Contact:
        bag = self._catalogue.visible(Resource.CONTACT, contact.custom_fields)
        return to_message(contact, contacts_pb2.Contact, custom_fields=bag)
