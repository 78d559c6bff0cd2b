"""Trying changed rules on the people of the past: who would have been warm, and did they buy?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from chassis import context, filtering
from chassis.changes import Values, values_of
from chassis.database import Database
from chassis.ids import uuid7
from chassis.transaction import Transaction
from services.leads.contacts.actions import FIELDS
from services.leads.contacts.model import Contact, LifecycleStage, Rating
from services.leads.fields.catalogue import Catalogue, Defined
from services.leads.fields.model import Resource
from services.leads.lifecycle.model import LifecycleChange
from services.leads.scoring.model import MODEL_FIELDS, RULE_FIELDS, ScoringModel, ScoringRule
from services.leads.scoring.rulebook import Occurrence, Rulebook, model, understood
from services.leads.scoring.score import Score, score_of
from services.leads.scoring.scorer import occurrences

#: How many people are looked at.
LARGEST = 500
BOUGHT = (LifecycleStage.OPPORTUNITY, LifecycleStage.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Trial:
    """One person by the rules as they are and as they would be. bought: they became a deal."""

    contact: Contact
    bought: bool
    before: Score
    after: Score

    @property
    def warmer(self) -> int:
        """By how many ratings; below zero for colder."""
        warmth = list(Rating)
        return warmth.index(self.after.rating) - warmth.index(self.before.rating)


class Backtest:
    """Keeps nothing."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def run(
        self, rules: Sequence[tuple[UUID | None, Values]], limits: Values, filter_: str
    ) -> list[Trial]:
        """Scores people with and without the changes. rules: the id a rule stands in for, and its
        fields. Raises InvalidArgument."""
        defined = self._catalogue.of(Resource.CONTACT)
        proposed = {rule_id or uuid7(): _rule(values, defined) for rule_id, values in rules}
        with self._database.reading() as tx:
            kept = {rule.id: rule for rule in tx.scalars(select(ScoringRule))}
            present = model(tx)
            future = ScoringModel(**values_of(present, MODEL_FIELDS))
            future.change(limits)
            before = Rulebook(present, kept.values(), defined, tx.now)
            after = Rulebook(future, {**kept, **proposed}.values(), defined, tx.now)
            people = _sample(tx, filter_, defined)
            ids = [contact.id for contact in people]
            bought, found = _bought(tx, ids), occurrences(tx, ids)
            return [
                _trial(contact, found[contact.id], bought.get(contact.id), (before, after), tx.now)
                for contact in people
            ]


def _trial(
    contact: Contact,
    happened: Sequence[Occurrence],
    bought: datetime | None,
    books: tuple[Rulebook, Rulebook],
    now: datetime,
) -> Trial:
    """A person as they were just before they became a deal, or are now."""
    moment = bought or now
    known = [each for each in happened if each.occur_time < moment or not bought]
    scores = []
    for book in books:
        book.turn_to(moment)
        scores.append(score_of(book.entries(contact, known), book.model, moment))
    return Trial(contact, bought is not None, *scores)


def _rule(values: Values, defined: Sequence[Defined]) -> ScoringRule:
    rule = ScoringRule(**{name: values[name] for name in (*RULE_FIELDS, "basis")})
    rule.change({})
    understood(rule, defined)
    return rule


def _sample(tx: Transaction, filter_: str, defined: Sequence[Defined]) -> list[Contact]:
    """The latest active contacts within scope that pass."""
    parsed = filtering.parse(filter_, FIELDS, defined)
    me = context.current().identity.user_id
    query = tx.select(Contact).where(parsed.where(Contact, now=tx.now, me=me))
    return tx.scalars(query.order_by(Contact.last_activity_time.desc()).limit(LARGEST))


def _bought(tx: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """When each of the contacts first became a deal."""
    first = func.min(LifecycleChange.occur_time).label("bought_time")
    query = select(LifecycleChange.contact_id, first).where(
        LifecycleChange.contact_id.in_(ids), LifecycleChange.new_stage.in_(BOUGHT)
    )
    rows = tx.execute(query.group_by(LifecycleChange.contact_id))
    return {row.contact_id: row.bought_time for row in rows}
