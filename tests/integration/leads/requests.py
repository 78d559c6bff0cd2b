"""Requests to leads, short to write."""

from typing import Any

from crm.leads.v1 import companies_pb2, contacts_pb2, fields_pb2, timeline_pb2


def change(contact_id: str, *, etag: str = "", **fields: Any) -> contacts_pb2.UpdateContactRequest:
    """A change of exactly these fields; None clears one."""
    given = {name: value for name, value in fields.items() if value is not None}
    return contacts_pb2.UpdateContactRequest(
        contact={"id": contact_id, "etag": etag, **given}, update_mask={"paths": list(fields)}
    )


def change_company(
    company_id: str, *, etag: str = "", **fields: Any
) -> companies_pb2.UpdateCompanyRequest:
    """A change of exactly these fields; None clears one."""
    given = {name: value for name, value in fields.items() if value is not None}
    return companies_pb2.UpdateCompanyRequest(
        company={"id": company_id, "etag": etag, **given}, update_mask={"paths": list(fields)}
    )


def company(**fields: Any) -> companies_pb2.CreateCompanyRequest:
    """A new company."""
    return companies_pb2.CreateCompanyRequest(company={"name": "Analytical Engines", **fields})


def field(key: str, type_: str = "TEXT", **more: Any) -> fields_pb2.CreateFieldRequest:
    """A new field, of contacts unless another resource is given."""
    values = {"resource": "CONTACT", "key": key, "label": key.title(), "type": type_, **more}
    return fields_pb2.CreateFieldRequest(field=values)


def get(contact_id: str) -> contacts_pb2.GetContactRequest:
    """One contact."""
    return contacts_pb2.GetContactRequest(id=contact_id)


def listed(filter_: str = "", **more: Any) -> contacts_pb2.ListContactsRequest:
    """The contacts that pass a filter."""
    return contacts_pb2.ListContactsRequest(filter=filter_, **more)


def history(contact_id: str, **more: Any) -> timeline_pb2.ListTimelineRequest:
    """What happened with a contact."""
    return timeline_pb2.ListTimelineRequest(contact_id=contact_id, **more)
