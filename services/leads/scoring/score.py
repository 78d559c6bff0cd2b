"""A score: entries, what they are worth at a moment, and when that will change. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from services.leads.contacts.model import Rating
from services.leads.scoring.arithmetic import capped, floored, whole, worth
from services.leads.scoring.model import Group, ScoringModel, ScoringRule

#: How old a score that is kept may be when nothing crosses a threshold.
FRESH = timedelta(days=1)
#: From these shares of a group's cap on it is most, and much, of what can count.
SHARES = (0.7, 0.4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a rule found; without a time it never ages."""

    rule: ScoringRule
    title: str
    entry_id: UUID | None = None
    occur_time: datetime | None = None

    def worth(self, now: datetime) -> int:
        """What it is worth in whole points."""
        if self.occur_time is None:
            return self.rule.points
        return whole(worth(self.rule.points, self.rule.decay, now - self.occur_time))

    @property
    def hot_until(self) -> datetime | None:
        """Until when it makes hot; None when its rule does not."""
        if self.occur_time is None or not self.rule.hot_days:
            return None
        return self.occur_time + timedelta(days=self.rule.hot_days)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what it is worth now and what of that counts below the caps."""

    entry: Entry
    worth: int
    counted: int


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a contact at a moment. What the lines count adds up to it."""

    now: datetime
    model: ScoringModel
    lines: Sequence[Line] = field(default_factory=list)

    @property
    def points(self) -> int:
        """All that counts."""
        return sum(line.counted for line in self.lines)

    @property
    def hot_until(self) -> datetime | None:
        """Until when a rule makes the contact hot; None when none does now."""
        hottest = self.hottest
        return hottest.hot_until if hottest else None

    @property
    def hottest(self) -> Entry | None:
        """The entry that makes the contact hot for the longest."""
        found = [line.entry for line in self.lines if (line.entry.hot_until or self.now) > self.now]
        return max(found, key=lambda entry: entry.hot_until or self.now, default=None)

    @property
    def rating(self) -> Rating:
        """How warm that is."""
        return rated(self.points, self.model, hot=self.hot_until is not None)

    @property
    def reason(self) -> str:
        """Why it is as warm as it is, in words."""
        if self.points >= self.model.hot_score:
            return f"{self.points} points, {self.model.hot_score} are hot"
        if hottest := self.hottest:
            return hottest.rule.name
        if self.points >= self.model.warm_score:
            return f"{self.points} points, {self.model.warm_score} are warm"
        return f"{self.points} points, {self.model.warm_score} would be warm"

    def worth(self, group: Group) -> int:
        """What a group's entries are worth together."""
        return sum(line.worth for line in self.lines if line.entry.rule.group is group)

    def counted(self, group: Group) -> int:
        """What of that counts."""
        return sum(line.counted for line in self.lines if line.entry.rule.group is group)

    @property
    def grade(self) -> str:
        """Fit as a letter and engagement as a number: A1 fits and is keen, C3 is neither."""
        fit, keen = (
            _third(self.counted(group), cap_of(self.model, group))
            for group in (Group.FIT, Group.ENGAGEMENT)
        )
        return f"{'ABC'[fit]}{keen + 1}"

    def next_look(self) -> datetime | None:
        """When to look again: as the rating changes, or a day after when the points do; else None.

        Walks through the moments at which an entry loses points; they are few.
        """
        steps = sorted(
            (moment, entry.rule.group, by)
            for entry in (line.entry for line in self.lines if line.entry.occur_time)
            for moment, by in entry.rule.decay.changes(
                entry.rule.points, entry.occur_time or self.now, self.now
            )
        )
        hot, rating = self.hot_until, self.rating
        worths = {group: self.worth(group) for group in Group}
        looks = [hot] if hot else []
        for moment, group, by in steps:
            worths[group] += by
            points = total(worths, self.model)
            if rated(points, self.model, hot=bool(hot and moment < hot)) is not rating:
                looks.append(moment)
                break
        if steps:
            looks.append(max(steps[0][0], self.now + FRESH))
        return min(looks, default=None)


def score_of(entries: Iterable[Entry], model: ScoringModel, now: datetime) -> Score:
    """The score that entries make at a moment; those worth most count first below a cap."""
    found = sorted(entries, key=lambda entry: -entry.worth(now))
    worths = {id(entry): entry.worth(now) for entry in found}
    counted: dict[int, int] = {}
    for group in Group:
        mine = [entry for entry in found if entry.rule.group is group]
        within = capped((worths[id(entry)] for entry in mine), cap_of(model, group))
        counted |= {id(entry): each for entry, each in zip(mine, within, strict=True)}
    within = floored(capped((counted[id(entry)] for entry in found), model.score_cap))
    lines = [
        Line(entry, worths[id(entry)], each) for entry, each in zip(found, within, strict=True)
    ]
    return Score(now, model, lines)


def total(worths: dict[Group, int], model: ScoringModel) -> int:
    """The score of what the groups are worth."""
    within = sum(min(each, cap_of(model, group)) for group, each in worths.items())
    return max(0, min(within, model.score_cap))


def cap_of(model: ScoringModel, group: Group) -> int:
    """What a group counts at most."""
    return model.fit_cap if group is Group.FIT else model.engagement_cap


def _third(counted: int, cap: int) -> int:
    """0 for most of what can count, 1 for much, 2 for the rest."""
    return next((place for place, share in enumerate(SHARES) if counted >= cap * share), 2)


def rated(points: int, model: ScoringModel, *, hot: bool) -> Rating:
    """How warm so many points are; hot: a rule says so whatever the points."""
    if hot or points >= model.hot_score:
        return Rating.HOT
    return Rating.WARM if points >= model.warm_score else Rating.COLD
