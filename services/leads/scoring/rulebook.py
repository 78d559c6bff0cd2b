"""The rules in force, ready to be asked what they find in a contact and on its timeline."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis import filtering
from chassis.errors import InvalidArgument
from chassis.filtering import Fields, Filter
from chassis.transaction import Transaction
from services.leads.contacts.actions import FIELDS as CONTACT_FIELDS
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Defined
from services.leads.scoring.model import MODEL_ID, Basis, ScoringModel, ScoringRule
from services.leads.scoring.score import Entry
from services.leads.timeline.model import Kind

#: What a filter may say of a timeline entry; what an entry does not tell has no value.
TOLD = (
    *("path", "url", "document", "form_name", "outcome", "state"),
    *("subject", "template_key", "medium", "campaign", "event"),
)
TIMELINE_FIELDS = Fields(
    filtering.choice("kind", Kind),
    filtering.time("occur_time"),
    *map(filtering.text, ("title", "source", "name", *TOLD)),
    *map(filtering.number, ("score", "amount", "duration_seconds", "opened_in_a_row")),
    filtering.boolean("inbound"),
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A timeline entry as rules see it."""

    id: UUID
    kind: Kind
    occur_time: datetime
    title: str
    source: str
    data: Mapping[str, Any]

    def told(self) -> dict[str, Any]:
        """What filters look at."""
        own = {
            "kind": self.kind,
            "occur_time": self.occur_time,
            "title": self.title,
            "source": self.source,
        }
        return {**self.data, **own}


def understood(rule: ScoringRule, definitions: Sequence[Defined]) -> Filter:
    """The rule's filter. Raises InvalidArgument naming filter."""
    if rule.basis is Basis.RECORD:
        return filtering.parse(rule.filter, CONTACT_FIELDS, definitions)
    return filtering.parse(rule.filter, TIMELINE_FIELDS)


class Rulebook:
    """Some rules and the model, at one moment."""

    def __init__(
        self,
        model: ScoringModel,
        rules: Iterable[ScoringRule],
        definitions: Sequence[Defined],
        now: datetime,
    ) -> None:
        self.model = model
        self._parsed: list[tuple[ScoringRule, Filter]] = []
        for rule in rules:
            with suppress(InvalidArgument):  # it names a custom field that is gone: finds nothing
                if not rule.disabled:
                    self._parsed.append((rule, understood(rule, definitions)))
        self._rules: list[tuple[ScoringRule, Callable[[object], bool]]] = []
        self.turn_to(now)

    def turn_to(self, moment: datetime) -> None:
        """From now on relative times count from this moment."""
        self._rules = [(rule, parsed.predicate(now=moment)) for rule, parsed in self._parsed]

    @classmethod
    def load(cls, tx: Transaction, definitions: Sequence[Defined]) -> "Rulebook":
        """The rules of today."""
        rules = tx.scalars(select(ScoringRule).order_by(ScoringRule.name, ScoringRule.id))
        return cls(model(tx), rules, definitions, tx.now)

    def entries(self, contact: Contact, occurrences: Sequence[Occurrence]) -> Iterator[Entry]:
        """What the rules find. occurrences: newest first."""
        told = [(each, each.told()) for each in occurrences]
        for rule, passes in self._rules:
            if rule.basis is Basis.RECORD:
                if passes(contact):
                    yield Entry(rule, rule.filter)
                continue
            found = [each for each, facts in told if passes(facts)]
            for each in limited(rule, found):
                yield Entry(rule, each.title, each.id, each.occur_time)


def limited(rule: ScoringRule, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Of what passes, newest first, what makes an entry: often enough in time, not too often."""
    if rule.min_occurrences > 1:
        back = rule.min_occurrences - 1
        longest = timedelta(days=rule.within_days) if rule.within_days else timedelta.max
        pairs = zip(found, found[back:], strict=False)
        found = [last for last, first in pairs if last.occur_time - first.occur_time <= longest]
    return found[: rule.max_entries] if rule.max_entries else found


def model(tx: Transaction) -> ScoringModel:
    """Thresholds and caps; the defaults as long as there is no row."""
    return tx.session.get(ScoringModel, MODEL_ID) or ScoringModel(id=MODEL_ID)
