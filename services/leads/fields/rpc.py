"""FieldService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import fields_pb2 as pb
from crm.leads.v1 import fields_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.mapping import to_message
from services.leads.fields.actions import Fields
from services.leads.fields.model import Field, Resource


class FieldService(fields_pb2_grpc.FieldServiceServicer):
    """Fields that an admin adds."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def GetField(self, request: pb.GetFieldRequest, _: Any) -> pb.Field:
        return to_message(self._fields.get(parse_id(request.id, "field")), pb.Field)

    def ListFields(self, request: pb.ListFieldsRequest, _: Any) -> pb.ListFieldsResponse:
        name = pb.Field.Resource.Name(request.resource)
        found = self._fields.list(Resource(name) if request.resource else None)
        return pb.ListFieldsResponse(fields=[to_message(field, pb.Field) for field in found])

    def CreateField(self, request: pb.CreateFieldRequest, _: Any) -> pb.Field:
        return to_message(self._fields.create(masks.values(request.field, Field)), pb.Field)

    def UpdateField(self, request: pb.UpdateFieldRequest, _: Any) -> pb.Field:
        changes = masks.changes(request.field, request.update_mask, Field)
        field_id = parse_id(request.field.id, "field")
        return to_message(self._fields.update(field_id, changes, etag=request.field.etag), pb.Field)

    def DeleteField(self, request: pb.DeleteFieldRequest, _: Any) -> Empty:
        self._fields.delete(parse_id(request.id, "field"), etag=request.etag)
        return Empty()
