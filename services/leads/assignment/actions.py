"""The use cases of assignment. Each method is one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis import context
from chassis.database import Database
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.filtering import Fields, parse
from chassis.identity import SYSTEM
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.leads.assignment import waiting
from services.leads.assignment.assigning import Assigning
from services.leads.assignment.model import LIMIT, Assignment, AssignmentRule, Why
from services.leads.contacts.actions import FIELDS
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.people.model import find

HISTORY = Listing(Assignment, Fields(), orders=("create_time",))


class AssignmentRules:
    """What can be done with rules."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def get(self, rule_id: UUID) -> AssignmentRule:
        """One rule. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(AssignmentRule, rule_id)

    def list(self) -> list[AssignmentRule]:
        """All rules in the order they are asked."""
        query = select(AssignmentRule).order_by(AssignmentRule.position, AssignmentRule.id)
        with self._database.reading() as tx:
            return tx.scalars(query.limit(LIMIT))

    def create(self, values: Mapping[str, Any]) -> AssignmentRule:
        """A new rule. Raises InvalidArgument, FailedPrecondition (TOO_MANY_RULES)."""
        with self._database.transaction() as tx:
            tx.lock_key("assignment_rules", "all")
            if (tx.session.scalar(select(func.count(AssignmentRule.id))) or 0) >= LIMIT:
                raise FailedPrecondition("TOO_MANY_RULES", f"There are {LIMIT} rules already.")
            rule = AssignmentRule()
            self._change(tx, rule, values)
            return tx.add(rule)

    def update(
        self, rule_id: UUID, changes: Mapping[str, Any], *, etag: str = ""
    ) -> AssignmentRule:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            rule = tx.get(AssignmentRule, rule_id, etag=etag)
            self._change(tx, rule, changes)
            return rule

    def delete(self, rule_id: UUID, *, etag: str = "") -> None:
        """Removes a rule. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            tx.session.delete(tx.get(AssignmentRule, rule_id, etag=etag))

    def _change(self, tx: Transaction, rule: AssignmentRule, values: Mapping[str, Any]) -> None:
        if "filter" in values:
            understood = parse(values["filter"], FIELDS, self._catalogue.of(Resource.CONTACT))
            understood.predicate(now=tx.now)  # refuses `me`: there is nobody it could mean
        rule.change(values)
        waiting.look_again(tx)


class Assignments:
    """What can be done with a contact's owner."""

    def __init__(self, database: Database, assigning: Assigning, tokens: PageTokens) -> None:
        self._database = database
        self._assigning = assigning
        self._tokens = tokens

    def assign(self, contact_id: UUID, user_id: UUID | None) -> Assignment:
        """Gives a contact to the person named, or to whom the rules choose.

        Raises NotFound, InvalidArgument, FailedPrecondition (NOBODY_AVAILABLE), PermissionDenied.
        """
        with self._database.transaction() as tx:
            contact = tx.get(Contact, contact_id)
            if user_id is None:
                return self._by_rules(tx, contact)
            person = find(tx, user_id)
            if person is None or not person.active:
                raise InvalidArgument.of("owner_id", "names nobody who works here")
            return self._assigning.by_hand(tx, contact, person)

    def list(self, contact_id: UUID, query: Query) -> Page[Assignment]:
        """To whom a contact was given, newest first. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            given = select(Assignment).where(Assignment.contact_id == contact.id)
            return HISTORY.page(tx, given, query, self._tokens)

    def _by_rules(self, tx: Transaction, contact: Contact) -> Assignment:
        """As the system: the rules may choose somebody beyond the caller's reach."""
        system = replace(context.current(), identity=SYSTEM)
        with context.use(system):
            found = self._assigning.by_rules(tx, contact, Why.ASKED)
            if found is None:
                raise FailedPrecondition(
                    "NOBODY_AVAILABLE", "No rule has somebody for it who is there and has room."
                )
            tx.flush()
        return found
