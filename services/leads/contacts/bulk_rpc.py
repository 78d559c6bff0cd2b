"""The messages of bulk calls, as BulkContacts takes and gives them."""

from collections.abc import Iterable
from uuid import UUID

from crm.api.v1 import batch_pb2
from crm.leads.v1 import contacts_pb2 as pb

from chassis import masks, validation
from chassis.changes import Values
from chassis.errors import Error, InvalidArgument, NotFound
from chassis.ids import parse_id
from chassis.mapping import from_message
from services.leads.contacts.bulk import Result, Revision
from services.leads.contacts.model import Contact


def values(contact: pb.Contact) -> Values | InvalidArgument:
    """The values of one item, or what is wrong with it."""
    try:
        validation.check(contact)
        return masks.values(contact, Contact)
    except InvalidArgument as error:
        return error


def ids(texts: Iterable[str]) -> list[UUID | None]:
    """The ids; None for a text that is none."""
    return [_id(text) for text in texts]


def revision(request: pb.BatchUpdateContactsRequest) -> Revision:
    """The change asked for."""
    names = ("owner_id", "team_id", "company_id", "custom_fields")
    given = [name for name in names if request.HasField(name)]
    return Revision(
        values=from_message(request, Contact, given),
        add_tags=list(request.add_tags),
        remove_tags=list(request.remove_tags),
    )


def response(results: Iterable[Result]) -> pb.BatchContactsResponse:
    """The results in the order asked."""
    return pb.BatchContactsResponse(results=map(_result, results))


def _id(text: str) -> UUID | None:
    try:
        return parse_id(text, "contact")
    except NotFound:
        return None


def _result(result: Result) -> batch_pb2.ItemResult:
    error = _error(result.error) if result.error else None
    return batch_pb2.ItemResult(id=str(result.id or ""), error=error)


def _error(error: Error) -> batch_pb2.ItemError:
    fields = [
        batch_pb2.FieldError(field=each.field, description=each.description)
        for each in error.violations
    ]
    return batch_pb2.ItemError(
        code=error.code,
        reason=error.reason,
        message=error.message,
        fields=fields,
        metadata=error.metadata,
    )
