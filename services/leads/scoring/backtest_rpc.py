"""The answer of a backtest: bands of ratings and the largest changes."""

from collections.abc import Sequence

from crm.leads.v1 import scoring_pb2 as pb

from services.leads.contacts.model import Rating
from services.leads.scoring.backtest import Trial

#: How many changed contacts are named.
NAMED = 20


def response(trials: Sequence[Trial]) -> pb.BacktestScoringResponse:
    """What the trials tell together."""
    changed = [each for each in trials if each.before.points != each.after.points]
    changed.sort(key=lambda each: -abs(each.after.points - each.before.points))
    return pb.BacktestScoringResponse(
        contact_count=len(trials),
        deal_count=sum(each.bought for each in trials),
        warmer_count=sum(each.warmer > 0 for each in trials),
        colder_count=sum(each.warmer < 0 for each in trials),
        bands=[_band(rating, trials) for rating in Rating],
        changes=[_change(each) for each in changed[:NAMED]],
    )


def _band(rating: Rating, trials: Sequence[Trial]) -> pb.BacktestBand:
    before = [each.bought for each in trials if each.before.rating is rating]
    after = [each.bought for each in trials if each.after.rating is rating]
    return pb.BacktestBand(
        rating=rating.name,
        contacts_before=len(before),
        deals_before=sum(before),
        contacts_after=len(after),
        deals_after=sum(after),
    )


def _change(trial: Trial) -> pb.BacktestChange:
    return pb.BacktestChange(
        contact_id=str(trial.contact.id),
        contact_name=trial.contact.full_name,
        score_before=trial.before.points,
        score_after=trial.after.points,
    )
