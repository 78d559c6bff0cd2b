"""Keeps the copy in step, whatever order the facts arrive in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import text

from chassis.copies import take_over_all
from chassis.moves import follow
from chassis.reactions import reacts_to, reacts_together
from chassis.transaction import Transaction
from services.deals.activities.model import Activity
from services.deals.contacts_copy.model import ContactCopy, ContactMerge, ContactMove
from services.deals.contacts_copy.names import hold
from services.deals.contracts.model import Contract
from services.deals.deals.model import Deal

#: Where the name of a contact is shown.
SHOWN = [
    text(
        f"UPDATE {model.__tablename__} AS shown SET contact_name = told.name "  # noqa: S608 -- ours
        "FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[])) AS told (id, name) "
        "WHERE shown.contact_id = told.id AND shown.contact_name <> told.name"
    )
    for model in (Deal, Activity, Contract)
]
#: What goes with a contact that is merged.
THEIRS = (Deal.contact_id, Activity.contact_id, Contract.contact_id)
Told = leads.ContactCreated | leads.ContactUpdated | leads.ContactDeleted | leads.ContactUndeleted


class ContactReactions:
    """What deals does when leads tells of a contact."""

    @reacts_together(
        leads.ContactCreated, leads.ContactUpdated, leads.ContactDeleted, leads.ContactUndeleted
    )
    def follow_contact(self, facts: Sequence[Told], tx: Transaction) -> None:
        """Takes over what is newer, and the name to where it is shown."""
        told = [(fact.contact, {"deleted": fact.contact.HasField("delete_time")}) for fact in facts]
        if news := take_over_all(tx, ContactCopy, told):
            _rename(tx, {UUID(contact.id): contact.full_name for contact in news})

    @reacts_to(leads.ContactMerged, leads.ContactUnmerged)
    def follow_merge(
        self, fact: leads.ContactMerged | leads.ContactUnmerged, tx: Transaction
    ) -> None:
        """What belongs to a contact that went belongs to the other one, and goes back with it."""
        back, other = isinstance(fact, leads.ContactUnmerged), UUID(fact.contact.id)
        gone = fact.merged_contact
        hold(tx, [UUID(gone.id), other])  # before any record of theirs is locked
        if follow(tx, ContactMerge, ContactMove, THEIRS, gone=gone, other=other, back=back):
            _rename(tx, {UUID(each.id): each.full_name for each in (fact.contact, gone)})


def _rename(tx: Transaction, names: Mapping[UUID, str]) -> None:
    hold(tx, names)
    given = {"ids": [*names], "names": [*names.values()]}
    for shown in SHOWN:
        tx.execute(shown, given)
