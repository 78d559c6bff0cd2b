"""A contact that a fact names: the one it was merged into, when it was."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.merging.model import leading, successor


def living(tx: Transaction, contact_id: UUID) -> Contact | None:
    """The living contact, locked; None when there is none."""
    found = _locked(tx, contact_id)
    if found is None and (into_id := successor(tx, contact_id)):
        return _locked(tx, into_id)
    return found


def by_address(tx: Transaction, email_key: str) -> Contact | None:
    """The living contact with an address, or the one that an address of a merged one leads to;
    locked, None when there is none."""
    query = select(Contact).where(Contact.email_key == email_key, Contact.delete_time.is_(None))
    query = query.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalars(query).first()
    if found is None and (contact_id := leading(tx, [email_key]).get(email_key)):
        return _locked(tx, contact_id)
    return found


def led(tx: Transaction, email_keys: Collection[str]) -> dict[str, UUID]:
    """The living contacts that addresses of merged ones lead to, by address."""
    if not (led_to := leading(tx, [key for key in email_keys if key])):
        return {}
    query = select(Contact.id).where(Contact.id.in_(led_to.values()), Contact.delete_time.is_(None))
    alive = {*tx.session.scalars(query)}
    return {key: contact_id for key, contact_id in led_to.items() if contact_id in alive}


def any_of(tx: Transaction, contact_id: UUID) -> Contact | None:
    """The contact, deleted or not, so that it is merged with nobody until this is committed; None
    when we never had it. Who only writes about it waits for nothing else."""
    query = select(Contact).where(Contact.id == contact_id)
    query = query.with_for_update(read=True, key_share=True)
    found = tx.session.scalars(query.execution_options(populate_existing=True)).first()
    if found is not None and found.delete_time and (into_id := successor(tx, contact_id)):
        return any_of(tx, into_id)
    return found


def _locked(tx: Transaction, contact_id: UUID) -> Contact | None:
    query = select(Contact).where(Contact.id == contact_id, Contact.delete_time.is_(None))
    query = query.with_for_update().execution_options(populate_existing=True)
    return tx.session.scalars(query).first()
