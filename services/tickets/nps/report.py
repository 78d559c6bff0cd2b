"""The Net Promoter Score of the surveys in scope, in one walk over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func

from chassis.database import Database
from chassis.transaction import Transaction
from services.tickets.nps.model import DETRACTOR, HIGHEST, PROMOTER, NpsSurvey
from services.tickets.nps.model import nps as score_of
from services.tickets.reports.actions import COMMENTS, DEFAULT_SPAN


@dataclass(frozen=True, slots=True)
class Recommendations:
    """How often each score was given, from 0 to 10, of so many asked."""

    sent: int
    scores: list[int]
    comments: Sequence[NpsSurvey]

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(self.scores)

    @property
    def promoters(self) -> int:
        """How many recommend us."""
        return sum(self.scores[PROMOTER:])

    @property
    def detractors(self) -> int:
        """How many warn of us."""
        return sum(self.scores[: DETRACTOR + 1])

    @property
    def passives(self) -> int:
        """How many do neither."""
        return self.answered - self.promoters - self.detractors

    @property
    def nps(self) -> int | None:
        """From -100 to 100; None while nobody answered."""
        return score_of(self.promoters, self.detractors, self.answered)


class NpsReports:
    """Numbers over surveys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recommendations(self, since: date | None) -> Recommendations:
        """Of the surveys sent since a day."""
        with self._database.reading() as tx:
            begin = datetime.combine(since, time(), UTC) if since else tx.now - DEFAULT_SPAN
            given = _given(tx, begin)
            scores = [given.get(score, 0) for score in range(HIGHEST + 1)]
            return Recommendations(sum(given.values()), scores, _comments(tx, begin))


def _given(tx: Transaction, begin: datetime) -> dict[int | None, int]:
    """Score -> how many gave it; None for those who did not answer."""
    asked = tx.select(NpsSurvey).where(NpsSurvey.create_time >= begin)
    counted = asked.with_only_columns(NpsSurvey.score, func.count()).group_by(NpsSurvey.score)
    return dict(map(tuple, tx.execute(counted)))


def _comments(tx: Transaction, begin: datetime) -> Sequence[NpsSurvey]:
    said = tx.select(NpsSurvey).where(
        NpsSurvey.create_time >= begin, NpsSurvey.answer_time.is_not(None), NpsSurvey.comment != ""
    )
    return tx.scalars(said.order_by(NpsSurvey.answer_time.desc()).limit(COMMENTS))
