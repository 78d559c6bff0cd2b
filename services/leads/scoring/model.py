"""Scoring rules, thresholds and caps, and what makes sense of them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.changes import Changes, Values, between, values_of
from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.wording import one_line
from services.leads.scoring.arithmetic import Decay
from services.leads.tables import Table

#: How many rules there may be.
LIMIT = 200
#: The one row of thresholds and caps.
MODEL_ID = UUID("01937b5e-7c00-7000-8000-000000000100")
RULE_FIELDS = (
    "name",
    "group",
    "filter",
    "points",
    "half_life_days",
    "decay_days",
    "decay_percent",
    "max_entries",
    "min_occurrences",
    "within_days",
    "hot_days",
    "disabled",
)
#: What only entries with a time can have.
AGEING = (
    *("half_life_days", "decay_days", "decay_percent"),
    *("min_occurrences", "within_days", "hot_days"),
)
MODEL_FIELDS = ("warm_score", "hot_score", "fit_cap", "engagement_cap", "score_cap")


class Group(StrEnum):
    """What an entry says something about."""

    FIT = "FIT"
    ENGAGEMENT = "ENGAGEMENT"


class Basis(StrEnum):
    """What a rule's filter is about."""

    RECORD = "RECORD"
    TIMELINE = "TIMELINE"


class ScoringRule(Table, Entity, kw_only=True):
    """One reason to think more, or less, of a contact."""

    __tablename__ = "scoring_rules"

    name: Mapped[str]
    group: Mapped[Group]
    basis: Mapped[Basis]
    filter: Mapped[str]
    points: Mapped[int] = mapped_column(default=0)
    half_life_days: Mapped[int] = mapped_column(default=0)
    decay_days: Mapped[int] = mapped_column(default=0)
    decay_percent: Mapped[int] = mapped_column(default=0)
    max_entries: Mapped[int] = mapped_column(default=0)
    min_occurrences: Mapped[int] = mapped_column(default=0)
    within_days: Mapped[int] = mapped_column(default=0)
    hot_days: Mapped[int] = mapped_column(default=0)
    disabled: Mapped[bool] = mapped_column(default=False)

    def change(self, values: Values) -> Changes:
        """Sets the fields named and tells what changed. Raises InvalidArgument."""
        before = values_of(self, RULE_FIELDS)
        for name, value in values.items():
            setattr(self, name, one_line(value) if name == "name" else value)
        self.group, self.basis = Group(self.group), Basis(self.basis)
        refused = []
        if not self.name:
            refused.append(Violation("name", "is required"))
        if not self.filter.strip():
            refused.append(Violation("filter", "is required: a rule for everybody tells nobody"))
        if self.basis is Basis.RECORD:
            refused += [
                Violation(name, "goes with TIMELINE rules only: a record has no age")
                for name in AGEING
                if getattr(self, name)
            ]
        if self.half_life_days and self.decay_days:
            refused.append(Violation("decay_days", "does not go with half_life_days: choose one"))
        if bool(self.decay_days) != bool(self.decay_percent):
            refused.append(Violation("decay_percent", "goes with decay_days"))
        if refused:
            raise InvalidArgument.many(refused)
        return between(before, values_of(self, RULE_FIELDS))

    @property
    def decay(self) -> Decay:
        """How its points age."""
        return Decay(self.half_life_days, self.decay_days, self.decay_percent)


class ScoringModel(Table, Entity, kw_only=True):
    """Thresholds and caps: one row."""

    __tablename__ = "scoring_models"

    warm_score: Mapped[int] = mapped_column(default=30)
    hot_score: Mapped[int] = mapped_column(default=60)
    fit_cap: Mapped[int] = mapped_column(default=40)
    engagement_cap: Mapped[int] = mapped_column(default=80)
    score_cap: Mapped[int] = mapped_column(default=100)

    def change(self, values: Values) -> Changes:
        """Sets the fields named and tells what changed. Raises InvalidArgument."""
        before = values_of(self, MODEL_FIELDS)
        for name, value in values.items():
            setattr(self, name, value)
        empty = [
            name for name in ("warm_score", "hot_score", "score_cap") if not values.get(name, 1)
        ]
        if empty:
            raise InvalidArgument.many([Violation(name, "must be at least 1") for name in empty])
        if self.warm_score >= self.hot_score:
            raise InvalidArgument.of("warm_score", "must be below hot_score")
        if self.hot_score > self.score_cap:
            raise InvalidArgument.of("hot_score", "must not be above score_cap")
        return between(before, values_of(self, MODEL_FIELDS))
