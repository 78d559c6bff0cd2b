"""How a person becomes a contact, whatever the way: by hand, API, form, import or message.

Everything here works inside the transaction of the caller's use case.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from chassis import context, scope
from chassis.changes import Changes, Values
from chassis.errors import AlreadyExists
from chassis.transaction import Transaction
from services.leads.contacts import addresses, history
from services.leads.contacts.employers import Employers
from services.leads.contacts.finding import by_address, led
from services.leads.contacts.model import Contact, touch
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who came in: their contact, whether it is new, and what changed when it is not."""

    contact: Contact
    created: bool
    changes: Changes


class Arrivals:
    """Makes contacts and finds the ones that are there already."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def find_or_create(
        self, tx: Transaction, values: Values, *, source: str, attribution: Values | None = None
    ) -> Arrival:
        """The contact with this e-mail address, or a new one: one, however many ask at once.

        For forms, imports and messages, inside their transaction:

            arrival = arrivals.find_or_create(
                tx,
                {"email": "ada@example.com", "first_name": "Ada", "tags": ["webinar"]},
                source="form",
                attribution={"source": "newsletter", "campaign": "june"},
            )

        values: fields of the contact as Python keeps them (UUIDs, dates, lists); custom_fields
        are checked against their definitions. A contact that exists keeps what it has: empty
        fields are filled, tags added, last_touch replaced, and an owner or team only given where
        there is none. attribution: keys of the Attribution message; becomes first_touch of a new
        contact, unless values know an earlier one, and last_touch. Without an address there is
        nothing to find by: always new.

        The row is locked, the timeline and the facts are written (CREATED or CHANGED; an entry of
        the caller's own kind goes on top with history.add). Raises InvalidArgument naming the
        fields that break a rule, AlreadyExists (CONTACT_EXISTS) when the contact lies outside the
        scope of the running call.
        """
        if found_by := touch(attribution or {}):
            values = {"first_touch": found_by, **values, "last_touch": found_by}
        if contact := self.find(tx, values.get("email", "")):
            return self._filled(tx, contact, values, source)
        contact = self.prepare(tx, [values], source=source, required=False)[0]
        if tx.insert([contact]):
            history.created(tx, [contact])
            return Arrival(contact, created=True, changes={})
        winner = self.find(tx, contact.email)
        if winner is None:  # came and went while we waited
            raise exists(tx, contact.email)
        return self._filled(tx, winner, values, source)

    def find(self, tx: Transaction, email: str) -> Contact | None:
        """The living contact with this address, also of one that was merged into it; locked, None
        when there is none.

        Raises AlreadyExists (CONTACT_EXISTS) when it is out of the running call's scope.
        """
        if not (key := key_of(email)):
            return None
        contact = by_address(tx, key)
        if contact is not None and not scope.covers(contact, context.current()):
            raise exists(tx, email)
        return contact

    def create(self, tx: Transaction, values: Values, *, source: str) -> Contact:
        """A new contact. Raises InvalidArgument, AlreadyExists (CONTACT_EXISTS)."""
        contact = self.prepare(tx, [values], source=source, required=True)[0]
        if not tx.insert([contact]):
            raise exists(tx, contact.email)
        refuse_anothers(tx, contact)
        history.created(tx, [contact])
        return contact

    def prepare(
        self, tx: Transaction, many: Iterable[Values], *, source: str, required: bool
    ) -> list[Contact]:
        """New contacts, checked but not yet written.

        required: custom fields that must have a value are asked for. Raises InvalidArgument.
        """
        many = list(many)
        employers = Employers.of(tx, many)
        return [
            self.new(tx, values, employers, source=source, required=required) for values in many
        ]

    def new(
        self,
        tx: Transaction,
        values: Values,
        employers: Employers,
        *,
        source: str,
        required: bool,
    ) -> Contact:
        """One new contact, checked but not yet written. Raises InvalidArgument."""
        bag = values.get("custom_fields") or {}
        checked = self._catalogue.complete(Resource.CONTACT, bag, required=required)
        values = employers.link_new({**values, "custom_fields": checked})
        contact = Contact(source=source, last_activity_time=tx.now)
        contact.change(values)
        return contact

    def _filled(self, tx: Transaction, contact: Contact, values: Values, source: str) -> Arrival:
        bag = values.get("custom_fields") or {}
        values = {
            **values,
            "custom_fields": self._catalogue.complete(Resource.CONTACT, bag, required=False),
        }
        if contact.company_id or contact.company_name:
            values.pop("company_id", None)
        elif values.get("company_id"):
            values = Employers.of(tx, [values]).link_new(values)
        changes = contact.fill(values)
        history.changed(tx, [(contact, changes)], via=source)
        return Arrival(contact, created=False, changes=changes)


def identified(tx: Transaction, email: str) -> AbstractContextManager[None]:
    """Around the writing of a contact that takes this address.

    Raises AlreadyExists (CONTACT_EXISTS) when it belongs to another one.
    """
    return tx.unique("contacts_email_key", lambda: exists(tx, email))


def refuse_anothers(tx: Transaction, contact: Contact) -> None:
    """Raises AlreadyExists (CONTACT_EXISTS) when its address leads to another one since a merge."""
    leads_to = led(tx, [contact.email_key]).get(contact.email_key, contact.id)
    if leads_to != contact.id:
        readable = scope.condition(Contact, context.current().needing("contacts.read"))
        raise taken(tx.session.scalars(select(Contact.id).where(Contact.id == leads_to, readable)))


def exists(tx: Transaction, email: str) -> AlreadyExists:
    """The refusal of an address that is taken; names the contact when the caller may read it."""
    return taken(candidates(tx, [email]).values())


def taken(ids: Iterable[UUID]) -> AlreadyExists:
    """The refusal of an address that these contacts have, as far as the caller may know."""
    return AlreadyExists(
        "CONTACT_EXISTS",
        "There is a contact with this e-mail address already.",
        candidates=",".join(map(str, ids)),
    )


def candidates(tx: Transaction, emails: Iterable[str]) -> dict[str, UUID]:
    """E-mail key -> id of the living contact that has it or that it leads to since a merge, of
    those the caller may read."""
    call = context.current().needing("contacts.read")
    keys = {key_of(email) for email in emails} - {""}
    led_to = led(tx, keys)
    query = select(Contact.email_key, Contact.id).where(
        or_(Contact.email_key.in_(keys), Contact.id.in_(led_to.values())),
        Contact.delete_time.is_(None),
        scope.condition(Contact, call),
    )
    readable = {row.id: row.email_key for row in tx.execute(query)}
    merged = {key: contact_id for key, contact_id in led_to.items() if contact_id in readable}
    return merged | {key: contact_id for contact_id, key in readable.items() if key in keys}


def key_of(email: str) -> str:
    """What identifies by this address; "" for what is none: writing it refuses it by name."""
    try:
        return addresses.email_key(addresses.email(email))
    except ValueError:
        return ""
