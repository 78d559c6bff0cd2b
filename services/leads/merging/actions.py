"""The use cases of merging. Each method is one transaction."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import context
from chassis.changes import Changes, as_json, between, values_of
from chassis.database import Database
from chassis.errors import FailedPrecondition
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.mapping import to_message
from chassis.moves import hand_back, hand_over
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.arrivals import identified
from services.leads.contacts.model import WRITABLE, ConsentState, Contact, LifecycleStage
from services.leads.forms.model import Submission
from services.leads.lifecycle.model import LifecycleChange
from services.leads.merging.model import ContactMerge, ContactMove, merge_of, successor
from services.leads.merging.survivorship import Survivorship, checked
from services.leads.scoring import timing
from services.leads.timeline.model import Kind, TimelineEntry
from services.leads.tracking.model import Visitor

LISTING = Listing(ContactMerge, Fields(), orders=("create_time",))
#: What a merge may change, besides what somebody may write.
TOLD = (*WRITABLE, "lifecycle_stage", "marketing_consent")
#: What goes with a contact. Visitors come first: who tracks holds them before the timeline.
THEIRS = (
    Visitor.contact_id,
    TimelineEntry.contact_id,
    LifecycleChange.contact_id,
    Submission.contact_id,
)


#: How values of a contact are read again of what `between` tells.
READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("company_id", "owner_id", "team_id"), UUID),
    "birth_date": date.fromisoformat,
    "lifecycle_stage": LifecycleStage,
    "marketing_consent": ConsentState,
}


class ContactMerging:
    """Contacts that are one person."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def merge(
        self,
        contact_id: UUID,
        into_id: UUID,
        *,
        etag: str = "",
        take: Collection[str] = (),
        keep: Collection[str] = (),
    ) -> Contact:
        """The one that goes on, with what both had. take, keep: fields chosen of the one that goes
        and of the other one.

        Raises NotFound, Aborted, InvalidArgument, FailedPrecondition (MERGE_INTO_ITSELF).
        """
        checked(take, keep)
        with self._database.transaction() as tx:
            goes, stays = _both(tx, contact_id, into_id, etag)
            if goes is stays:
                raise FailedPrecondition("MERGE_INTO_ITSELF", "A contact cannot go into itself.")
            chosen = Survivorship(stays, goes, take, keep)
            before, address = values_of(stays, TOLD), stays.email_key
            values, stage, consent = chosen.values(), chosen.stage, chosen.consent
            goes.delete(tx.now)
            tx.flush()  # its address is free
            stays.change(values)
            stays.lifecycle_stage, stays.marketing_consent = stage, consent
            changes = between(before, values_of(stays, TOLD))
            merge = ContactMerge(
                create_time=tx.now,
                contact_id=goes.id,
                contact_name=goes.full_name,
                contact_email=goes.email,
                into_id=stays.id,
                actor_name=context.current().identity.name,
                email_keys=sorted({goes.email_key, address} - {stays.email_key, ""}),
                changes=changes,
            )
            tx.session.add(merge)
            hand_over(tx, ContactMove, THEIRS, old=goes.id, new=stays.id)
            history.touch(tx, stays, goes.last_activity_time)
            history.changed(tx, [(stays, changes)], via="merge")
            _tell_merge(tx, stays, goes, merge)
        return stays

    def unmerge(self, contact_id: UUID) -> Contact:
        """The contact stands by itself again.

        Raises NotFound, AlreadyExists, FailedPrecondition (CONTACT_NOT_MERGED, MERGED_FURTHER).
        """
        with self._database.transaction() as tx:
            merge = merge_of(tx, contact_id)
            if merge is None:
                tx.get(Contact, contact_id)
                raise FailedPrecondition("CONTACT_NOT_MERGED", "The contact is in no other one.")
            if successor(tx, merge.into_id):
                raise FailedPrecondition(
                    "MERGED_FURTHER", "The other one is in a third: part those first."
                )
            _hold_browsers(tx, merge.into_id)
            stays = tx.get(Contact, merge.into_id)
            comes = tx.get(Contact, contact_id, deleted=True)
            changes = _restored(stays, merge)
            tx.flush()  # its address is free
            with identified(tx, comes.email):
                comes.undelete()
            hand_back(tx, ContactMove, THEIRS, old=comes.id, new=stays.id)
            tx.session.delete(merge)
            history.changed(tx, [(stays, changes)], via="merge")
            _tell_parting(tx, stays, comes)
        return comes

    def list(self, contact_id: UUID, query: Query) -> Page[ContactMerge]:
        """A page of what was merged into a contact, newest first. Raises NotFound."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            merges = select(ContactMerge).where(ContactMerge.into_id == contact.id)
            return LISTING.page(tx, merges, query, self._tokens)


def _both(tx: Transaction, contact_id: UUID, into_id: UUID, etag: str) -> tuple[Contact, Contact]:
    """Both, locked in the order of their ids, so that two merges never wait for each other."""
    tx.be_patient()
    _hold_browsers(tx, contact_id)
    etags = {contact_id: etag}
    found = {
        each: tx.get(Contact, each, etag=etags.get(each, ""))
        for each in sorted({contact_id, into_id})
    }
    return found[contact_id], found[into_id]


def _hold_browsers(tx: Transaction, contact_id: UUID) -> None:
    """Locks a contact's browsers before the contact, as tracking does it."""
    tx.session.execute(select(Visitor.id).where(Visitor.contact_id == contact_id).with_for_update())


def _restored(stays: Contact, merge: ContactMerge) -> Changes:
    """Takes back what the merge gave and nobody has changed since; what changed by that. What was
    taken back of a consent stays taken back: it may have been said again meanwhile."""
    before = values_of(stays, TOLD)
    values = {
        name: _without(name, before[name], each["old"], each["new"])
        for name, each in merge.changes.items()
    }
    stage = values.pop("lifecycle_stage", stays.lifecycle_stage)
    consent = values.pop("marketing_consent", stays.marketing_consent)
    stays.change(values)
    stays.lifecycle_stage = stage
    if stays.marketing_consent is not ConsentState.WITHDRAWN:
        stays.marketing_consent = consent
    return between(before, values_of(stays, TOLD))


def _without(name: str, value: Any, old: Any, new: Any) -> Any:
    """A value as it was before a merge made `new` of `old`; what was said since stays."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        kept = {key: each for key, each in value.items() if each != new.get(key)}
        return kept | {key: each for key, each in old.items() if value.get(key) == new.get(key)}
    if name == "tags":
        return [tag for tag in value if tag not in new or tag in old]
    return _read(name, old) if as_json(value) == new else value


def _read(name: str, said: Any) -> Any:
    """A value of a contact, of what JSON has for it."""
    if said is None or name not in READERS:
        return said
    return READERS[name](said)


def _tell_merge(tx: Transaction, stays: Contact, goes: Contact, merge: ContactMerge) -> None:
    _note(tx, stays, goes, f"Merged with {goes.full_name}")
    gone = _shown(goes)
    tx.publish(events.ContactDeleted(contact=gone), subject=goes)
    fact = events.ContactMerged(
        contact=_shown(stays), merged_contact=gone, addresses=merge.email_keys
    )
    tx.publish(fact, subject=stays)


def _tell_parting(tx: Transaction, stays: Contact, comes: Contact) -> None:
    _note(tx, stays, comes, f"Parted from {comes.full_name}")
    _note(tx, comes, stays, f"Parted from {stays.full_name}")
    back = _shown(comes)
    tx.publish(events.ContactUndeleted(contact=back), subject=comes)
    tx.publish(events.ContactUnmerged(contact=_shown(stays), merged_contact=back), subject=stays)


def _note(tx: Transaction, contact: Contact, other: Contact, title: str) -> None:
    """A line on the timeline; the score is looked at anew, of what is there now."""
    tx.flush()
    entry = TimelineEntry(
        kind=Kind.MERGED, title=title, body=other.email, data={"contact_id": str(other.id)}
    )
    history.add(tx, contact, entry)
    history.touch(tx, contact, tx.now)
    timing.soon(tx, [contact.id])


def _shown(contact: Contact) -> pb.Contact:
    return to_message(contact, pb.Contact)
