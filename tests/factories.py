"""Valid requests with unique values; a test states only what matters to it."""

from itertools import count
from typing import Any

from crm.leads.v1 import contacts_pb2

from tests.harness.people import Person

_numbers = count(1)


def email() -> str:
    """An address nobody else in this run has."""
    return f"person{next(_numbers)}@example.com"


def contact(*, owner: Person | None = None, **fields: Any) -> contacts_pb2.Contact:
    """A contact as a caller would send it."""
    values = {"first_name": "Grace", "last_name": "Hopper", "email": email()} | fields
    if owner is not None:
        values.setdefault("owner_id", str(owner.id))
    return contacts_pb2.Contact(**values)


def create_contact(
    *, owner: Person | None = None, **fields: Any
) -> contacts_pb2.CreateContactRequest:
    """A request that creates a contact."""
    return contacts_pb2.CreateContactRequest(contact=contact(owner=owner, **fields))
