"""The use cases of custom field definitions. Each method is one transaction."""

from typing import Any
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from crm.leads.v1 import fields_pb2 as pb
from sqlalchemy import func, select

from chassis.changes import as_struct
from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import LIMIT, Field, Resource


class Fields:
    """What can be done with definitions."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def get(self, field_id: UUID) -> Field:
        """One definition. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Field, field_id)

    def list(self, resource: Resource | None) -> list[Field]:
        """All definitions, of one resource or of all, in order of position."""
        query = select(Field).order_by(
            Field.resource.desc(), Field.position, Field.create_time, Field.id
        )
        with self._database.reading() as tx:
            return tx.scalars(query.where(Field.resource == resource) if resource else query)

    def create(self, values: dict[str, Any]) -> Field:
        """A new definition. Raises AlreadyExists, FailedPrecondition (TOO_MANY_FIELDS)."""
        field = Field.define(values)
        with self._database.transaction() as tx:
            _refuse_too_many(tx, field.resource)
            if not tx.insert([field]):
                raise AlreadyExists("FIELD_EXISTS", f"There is a field {field.key} already.")
            tx.publish(events.FieldDefined(field=to_message(field, pb.Field)), subject=field)
        self._catalogue.forget()
        return field

    def update(self, field_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Field:
        """Sets what is named. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            field = tx.get(Field, field_id, etag=etag)
            if changed := field.change(changes):
                tx.flush()
                fact = events.FieldRedefined(
                    field=to_message(field, pb.Field), changes=as_struct(changed)
                )
                tx.publish(fact, subject=field)
        self._catalogue.forget()
        return field

    def delete(self, field_id: UUID, *, etag: str = "") -> None:
        """Removes a definition; stored values stay where they are. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            field = tx.get(Field, field_id, etag=etag)
            tx.session.delete(field)
            tx.publish(events.FieldRemoved(field=to_message(field, pb.Field)), subject=field)
        self._catalogue.forget()


def _refuse_too_many(tx: Transaction, resource: Resource) -> None:
    tx.lock_key("fields", resource)
    there_are = tx.session.scalar(select(func.count()).where(Field.resource == resource)) or 0
    if there_are >= LIMIT:
        raise FailedPrecondition(
            "TOO_MANY_FIELDS", f"A {resource.lower()} has at most {LIMIT} custom fields."
        )
