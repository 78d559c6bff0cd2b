"""Keeps the copy in step, whatever order the facts arrive in."""

from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.deals.activities.model import Activity
from services.deals.contacts_copy.model import ContactCopy
from services.deals.contracts.model import Contract
from services.deals.deals.model import Deal

Told = leads.ContactCreated | leads.ContactUpdated | leads.ContactDeleted | leads.ContactUndeleted


class ContactReactions:
    """What deals does when leads tells of a contact."""

    @reacts_to(
        leads.ContactCreated, leads.ContactUpdated, leads.ContactDeleted, leads.ContactUndeleted
    )
    def follow_contact(self, fact: Told, tx: Transaction) -> None:
        """Takes over what is newer, and the name to where it is shown."""
        contact = fact.contact
        values = {
            "id": UUID(contact.id),
            "version": int(contact.etag or 0),
            "full_name": contact.full_name,
            "email": contact.email,
            "phone": contact.phone,
            "company_name": contact.company_name,
            "owner_id": UUID(contact.owner_id) if contact.owner_id else None,
            "team_id": UUID(contact.team_id) if contact.team_id else None,
            "deleted": contact.HasField("delete_time"),
        }
        row = insert(ContactCopy).values(**values)
        newer = row.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row.excluded[name] for name in values if name != "id"},
            where=ContactCopy.version < row.excluded.version,
        )
        if tx.execute(newer.returning(ContactCopy.id)).first():
            _rename(tx, values["id"], contact.full_name)


def _rename(tx: Transaction, contact_id: object, name: str) -> None:
    for model in (Deal, Activity, Contract):
        shown = update(model).where(model.contact_id == contact_id, model.contact_name != name)
        tx.execute(shown.values(contact_name=name))
