"""Keeps the contacts of a company in step with it; one statement each, whatever their number.

These are not changes of the contacts that anybody made, so there is no line on their timelines;
but their etag and update_time move, as what they show did.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, text, update

from chassis.transaction import Transaction
from services.leads.companies.model import Company
from services.leads.contacts.model import Contact

#: A company with thousands of contacts may take longer than other statements.
PATIENCE = "30s"


def follow_name(tx: Transaction, company: Company) -> None:
    """Gives its contacts the company's new name."""
    _set(tx, Contact.company_id == company.id, company_name=company.name)


def let_go(tx: Transaction, company: Company) -> None:
    """Takes the link, not the name, from the contacts of a company that is deleted."""
    _set(tx, Contact.company_id == company.id, company_id=None, former_company_id=company.id)


def take_back(tx: Transaction, company: Company) -> None:
    """Links those again that had no other company since it was deleted."""
    _set(
        tx,
        Contact.former_company_id == company.id,
        company_id=company.id,
        former_company_id=None,
        company_name=company.name,
    )


def _set(tx: Transaction, condition: ColumnElement[bool], **values: UUID | str | None) -> None:
    stamped: dict[str, Any] = {
        **values,
        "update_time": tx.now,
        "version": Contact.version + 1,
    }
    tx.execute(text(f"SET LOCAL statement_timeout = '{PATIENCE}'"))
    statement = update(Contact).where(condition).values(stamped)
    tx.execute(statement.execution_options(synchronize_session=False))
