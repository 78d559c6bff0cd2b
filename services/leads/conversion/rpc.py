"""ConversionService: a message in, the use case, a message out."""

from typing import Any

from crm.deals.v1 import deals_pb2
from crm.leads.v1 import contacts_pb2, conversion_pb2_grpc
from crm.leads.v1 import conversion_pb2 as pb

from chassis.ids import parse_id
from chassis.mapping import to_message
from services.leads.conversion.actions import Conversions
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource

GIVEN = ("title", "pipeline_id", "expected_close_date", "next_step")


class ConversionService(conversion_pb2_grpc.ConversionServiceServicer):
    """From a contact to a deal."""

    def __init__(self, conversions: Conversions, catalogue: Catalogue) -> None:
        self._conversions = conversions
        self._catalogue = catalogue

    def ConvertContact(
        self, request: pb.ConvertContactRequest, _: Any
    ) -> pb.ConvertContactResponse:
        wishes = deals_pb2.Deal(**{name: getattr(request, name) for name in GIVEN})
        if request.HasField("amount"):
            wishes.amount.CopyFrom(request.amount)
        contact_id = parse_id(request.id, "contact")
        contact, deal_id = self._conversions.convert(contact_id, wishes)
        bag = self._catalogue.visible(Resource.CONTACT, contact.custom_fields)
        shown = to_message(contact, contacts_pb2.Contact, custom_fields=bag)
        return pb.ConvertContactResponse(contact=shown, deal_id=deal_id)
