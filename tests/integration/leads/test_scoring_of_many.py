"""Scores of many contacts cost the statements of one."""

import pytest
from crm.leads.v1 import contacts_pb2
from sqlalchemy import event

from tests.factories import create_contact
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery


@pytest.fixture
def office(empty_office: Desk) -> Desk:
    return empty_office


def test_many_contacts_are_scored_with_the_statements_of_one(
    office: Desk, machinery: Machinery
) -> None:
    for _ in range(30):
        office.contacts.CreateContact(create_contact(phone="+4930123456"))
    counted = statements(office)
    machinery.settle()
    found = office.contacts.ListContacts(contacts_pb2.ListContactsRequest(filter="score = 5"))
    assert len(found.contacts) == 30
    assert sum("UPDATE contacts SET score" in sql for sql in counted) == 1
    assert sum("FROM unnest" in sql for sql in counted) == 1


def statements(office: Desk) -> list[str]:
    """Every statement from now on."""
    sent: list[str] = []
    event.listen(
        office.running.database.engine,
        "before_cursor_execute",
        lambda _c, _cu, sql, *_: sent.append(sql),
    )
    return sent
