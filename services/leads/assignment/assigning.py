"""Giving a contact to somebody, inside the transaction of whatever made it necessary."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from crm.leads.v1 import contacts_pb2 as contacts_pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import func, select, update

from chassis.changes import Changes, as_struct
from chassis.filtering import parse
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.assignment import waiting
from services.leads.assignment.choosing import Choice, Member, Terms, Verdict, choose
from services.leads.assignment.model import Assignment, AssignmentRule, Strategy, Why
from services.leads.contacts import history
from services.leads.contacts.actions import FIELDS
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.follow_up import clock
from services.leads.people.model import Person, find, members
from services.leads.timeline.model import Kind, TimelineEntry

HOW = {
    Strategy.ROUND_ROBIN: "it is their turn",
    Strategy.LEAST_LOADED: "they have the fewest open leads",
    Strategy.FIXED: "they come first",
}
REFUSED = {
    Verdict.ABSENT: "is away",
    Verdict.GONE: "is gone",
    Verdict.FULL: "has no room",
    Verdict.PASSED_OVER: "had it before",
}


class Assigning:
    """Chooses by the rules and hands over. Contacts given to it are locked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def by_rules(
        self, tx: Transaction, contact: Contact, why: Why, *, passed_over: UUID | None = None
    ) -> Assignment | None:
        """Gives a contact to whom the first rule that can chooses; None when none can.

        A rule is locked while it chooses, so that each turn is taken once; many leads that fall
        due in one moment wait for each other.
        """
        tx.be_patient()
        for rule in self._matching(tx, contact):
            tx.session.refresh(rule, with_for_update=True)
            choice = choose(*_asked(tx, rule, passed_over))
            if choice.member is None:
                continue
            _take_turn(tx, rule, choice.member)
            assignment = Assignment(
                create_time=tx.now,
                contact_id=contact.id,
                user_id=choice.member.id,
                user_name=choice.member.name,
                previous_user_id=contact.owner_id,
                reason=why,
                rule_id=rule.id,
                explanation=_sentence(rule, choice),
                candidates=_shown(choice),
            )
            return self._hand_over(tx, contact, assignment)
        return None

    def by_hand(self, tx: Transaction, contact: Contact, person: Person) -> Assignment:
        """Gives a contact to the person somebody named."""
        assignment = Assignment(
            create_time=tx.now,
            contact_id=contact.id,
            user_id=person.id,
            user_name=person.name,
            previous_user_id=contact.owner_id,
            reason=Why.ASKED,
            rule_id=None,
            explanation=f"Somebody chose {person.name}.",
        )
        return self._hand_over(tx, contact, assignment)

    def keep(self, tx: Transaction, contact: Contact, why: Why) -> Assignment | None:
        """Leaves a contact with its owner, from now on as a lead to follow up, when the rule that
        would choose lists them and they are there; None otherwise."""
        owner = find(tx, contact.owner_id) if contact.owner_id else None
        if owner is None or not owner.there(tx.now):
            return None
        for rule in self._matching(tx, contact):
            listed = {person.id for person in members(tx, rule.members, rule.member_team_id)}
            if owner.id in listed:
                assignment = Assignment(
                    create_time=tx.now,
                    contact_id=contact.id,
                    user_id=owner.id,
                    user_name=owner.name,
                    previous_user_id=owner.id,
                    reason=why,
                    rule_id=rule.id,
                    explanation=f"{owner.name} has it already and is in the rule “{rule.name}”.",
                )
                return self._hand_over(tx, contact, assignment)
        return None

    def _matching(self, tx: Transaction, contact: Contact) -> Iterable[AssignmentRule]:
        """The rules in use whose filter the contact passes, in their order."""
        query = select(AssignmentRule).where(AssignmentRule.disabled.is_(False))
        defined = self._catalogue.of(Resource.CONTACT)
        for rule in tx.scalars(query.order_by(AssignmentRule.position, AssignmentRule.id)):
            if parse(rule.filter, FIELDS, defined).predicate(now=tx.now)(contact):
                yield rule

    def _hand_over(self, tx: Transaction, contact: Contact, assignment: Assignment) -> Assignment:
        before = open_assignment(tx, contact.id)
        if before is not None:
            end(tx, before)
            tx.flush()
        waiting.no_longer(tx, contact.id)
        person = find(tx, assignment.user_id)
        team_id = person.team_for(contact.team_id) if person else contact.team_id
        changed = contact.change({"owner_id": assignment.user_id, "team_id": team_id})
        clock.start(tx, assignment)
        tx.session.add(assignment)
        tx.flush()
        _tell(tx, contact, assignment, changed)
        return assignment


def open_assignment(tx: Transaction, contact_id: UUID) -> Assignment | None:
    """The assignment of a contact that has not ended, locked."""
    query = select(Assignment).where(
        Assignment.contact_id == contact_id, Assignment.end_time.is_(None)
    )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return tx.session.scalars(locked).first()


def end(tx: Transaction, assignment: Assignment) -> None:
    """The lead is open no longer; whoever had it has room for another one."""
    clock.stop(assignment)
    assignment.end_time = tx.now
    waiting.look_again(tx)


def _asked(
    tx: Transaction, rule: AssignmentRule, passed_over: UUID | None
) -> tuple[list[Member], Terms]:
    people = members(tx, rule.members, rule.member_team_id)
    loads = _loads(tx, [person.id for person in people])
    asked = [
        Member(
            id=person.id,
            name=person.name,
            load=loads[person.id],
            there=person.there(tx.now),
            active=person.active,
        )
        for person in people
    ]
    return asked, Terms(rule.strategy, rule.last_user_id, rule.capacity, passed_over)


def _take_turn(tx: Transaction, rule: AssignmentRule, member: Member) -> None:
    """The next turn is somebody else's; the rule's etag stays, as nobody changed it."""
    mine = update(AssignmentRule).where(AssignmentRule.id == rule.id)
    tx.execute(mine.values(last_user_id=member.id))


def _loads(tx: Transaction, ids: list[UUID]) -> Counter[UUID]:
    """How many open leads each person has; bounded by what rules have given and nobody closed."""
    query = select(Assignment.user_id, func.count()).where(
        Assignment.end_time.is_(None), Assignment.user_id.in_(ids)
    )
    return Counter(dict(map(tuple, tx.execute(query.group_by(Assignment.user_id)))))


def _sentence(rule: AssignmentRule, choice: Choice) -> str:
    refused = [
        f"{member.name} {REFUSED[verdict]}"
        for member, verdict in choice.verdicts
        if verdict in REFUSED
    ]
    chosen = choice.member.name if choice.member else "Nobody"
    because = f"{chosen} by the rule “{rule.name}”: {HOW[rule.strategy]}"
    return f"{'; '.join([because, *refused[:5]])}."


def _shown(choice: Choice) -> list[dict[str, object]]:
    return [
        {"user_id": str(member.id), "name": member.name, "verdict": verdict, "load": member.load}
        for member, verdict in choice.verdicts
    ]


def _tell(tx: Transaction, contact: Contact, assignment: Assignment, changed: Changes) -> None:
    previous = str(assignment.previous_user_id or "")
    entry = TimelineEntry(
        kind=Kind.ASSIGNMENT,
        title=f"Assigned to {assignment.user_name}",
        body=assignment.explanation,
        data={
            "assignment_id": str(assignment.id),
            "owner_id": str(assignment.user_id),
            "previous_owner_id": previous,
            "reason": assignment.reason.name,
            "rule_id": str(assignment.rule_id or ""),
        },
    )
    history.add(tx, contact, entry)
    shown = to_message(contact, contacts_pb.Contact)
    if changed:
        told = events.ContactUpdated(contact=shown, changes=as_struct(changed))
        tx.publish(told, subject=contact)
    fact = events.ContactAssigned(
        contact=shown,
        owner_id=str(assignment.user_id),
        previous_owner_id=previous,
        reason=assignment.reason.name,
        rule_id=str(assignment.rule_id or ""),
        explanation=assignment.explanation,
    )
    tx.publish(fact, subject=contact)
