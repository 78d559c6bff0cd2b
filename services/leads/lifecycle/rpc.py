"""LifecycleService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import contacts_pb2, lifecycle_pb2_grpc
from crm.leads.v1 import lifecycle_pb2 as pb

from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.contacts.model import LifecycleStage
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.lifecycle.actions import Lifecycle


class LifecycleService(lifecycle_pb2_grpc.LifecycleServiceServicer):
    """One person's way."""

    def __init__(self, lifecycle: Lifecycle, catalogue: Catalogue) -> None:
        self._lifecycle = lifecycle
        self._catalogue = catalogue

    def ListLifecycleChanges(
        self, request: pb.ListLifecycleChangesRequest, _: Any
    ) -> pb.ListLifecycleChangesResponse:
        page = self._lifecycle.list(parse_id(request.contact_id, "contact"), Query.of(request))
        found = [to_message(change, pb.LifecycleChange) for change in page.items]
        return pb.ListLifecycleChangesResponse(
            lifecycle_changes=found, next_page_token=page.next_page_token
        )

    def ChangeLifecycle(self, request: pb.ChangeLifecycleRequest, _: Any) -> contacts_pb2.Contact:
        contact = self._lifecycle.change(
            parse_id(request.contact_id, "contact"),
            LifecycleStage(contacts_pb2.Contact.LifecycleStage.Name(request.stage)),
            reason=request.reason,
            etag=request.etag,
        )
        bag = self._catalogue.visible(Resource.CONTACT, contact.custom_fields)
        return to_message(contact, contacts_pb2.Contact, custom_fields=bag)
