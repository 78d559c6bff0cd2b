"""The use cases of scoring. Each method is one transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from chassis.changes import Values
from chassis.database import Database
from chassis.errors import FailedPrecondition
from chassis.transaction import Transaction
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.scoring import timing
from services.leads.scoring.model import LIMIT, MODEL_ID, ScoringModel, ScoringRule
from services.leads.scoring.rulebook import Rulebook, model, understood
from services.leads.scoring.score import Entry, Score, score_of
from services.leads.scoring.scorer import Scorer, occurrences

RULES = select(ScoringRule).order_by(ScoringRule.group, ScoringRule.name, ScoringRule.id)


class Scoring:
    """What can be done with rules, thresholds and scores."""

    def __init__(self, database: Database, catalogue: Catalogue, scorer: Scorer) -> None:
        self._database = database
        self._catalogue = catalogue
        self._scorer = scorer

    def explain(self, contact_id: UUID) -> Score:
        """The score of a contact this moment, entry by entry. Raises NotFound."""
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            return self._scorer.score(tx, contact, self._scorer.rulebook(tx))

    def try_rule(
        self, contact_id: UUID, values: Values, replaced_id: UUID | None = None
    ) -> tuple[Score, Score, Sequence[Entry]]:
        """The score of a contact without a rule and with it, and what the rule finds.

        replaced_id: the rule it stands in for. Raises NotFound, InvalidArgument.
        """
        rule = self._new(values)
        with self._database.reading() as tx:
            contact = tx.get(Contact, contact_id)
            replaced = tx.get(ScoringRule, replaced_id) if replaced_id else None
            found = occurrences(tx, [contact.id])[contact.id]
            rules, thresholds = self._scorer.rulebook(tx), model(tx)
            alone = Rulebook(thresholds, [rule], self._catalogue.of(Resource.CONTACT), tx.now)
            before = [*rules.entries(contact, found)]
            more = [*alone.entries(contact, found)]
            without = score_of(before, thresholds, tx.now)
            kept = [each for each in before if not replaced or each.rule.id != replaced.id]
            return without, score_of([*kept, *more], thresholds, tx.now), more

    def rule(self, rule_id: UUID) -> ScoringRule:
        """One rule. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(ScoringRule, rule_id)

    def rules(self) -> list[ScoringRule]:
        """All rules by group and name."""
        with self._database.reading() as tx:
            return tx.scalars(RULES)

    def create(self, values: Values) -> ScoringRule:
        """A new rule. Raises InvalidArgument, FailedPrecondition (TOO_MANY_RULES)."""
        rule = self._new(values)
        with self._database.transaction() as tx:
            tx.lock_key("scoring", "rules")
            if (tx.session.scalar(select(func.count(ScoringRule.id))) or 0) >= LIMIT:
                raise FailedPrecondition("TOO_MANY_RULES", f"There are at most {LIMIT} rules.")
            tx.add(rule)
            timing.everybody(tx)
        return rule

    def update(self, rule_id: UUID, changes: Values, *, etag: str = "") -> ScoringRule:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            rule = tx.get(ScoringRule, rule_id, etag=etag)
            if rule.change(changes):
                understood(rule, self._catalogue.of(Resource.CONTACT))
                timing.everybody(tx)
        return rule

    def delete(self, rule_id: UUID, *, etag: str = "") -> None:
        """Takes a rule away. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            tx.session.delete(tx.get(ScoringRule, rule_id, etag=etag))
            timing.everybody(tx)

    def model(self) -> ScoringModel:
        """Thresholds and caps."""
        with self._database.reading() as tx:
            return tx.get(ScoringModel, MODEL_ID)

    def change_model(self, changes: Values, *, etag: str = "") -> ScoringModel:
        """Sets thresholds and caps. Raises Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            kept = tx.get(ScoringModel, MODEL_ID, etag=etag)
            if kept.change(changes):
                timing.everybody(tx)
        return kept

    def _new(self, values: Values) -> ScoringRule:
        """A rule that makes sense, not yet kept. Raises InvalidArgument."""
        rule = ScoringRule(**values)
        rule.change({})
        understood(rule, self._catalogue.of(Resource.CONTACT))
        return rule


def next_contacts(tx: Transaction, after: str) -> list[UUID]:
    """The ids of some contacts, the ones after an id, in order."""
    query = select(Contact.id).where(Contact.delete_time.is_(None)).order_by(Contact.id)
    if after:
        query = query.where(Contact.id > UUID(after))
    return list(tx.session.scalars(query.limit(timing.BATCH)))
