"""Which way a campaign may go: the shared vectors."""

import pytest

from chassis.errors import FailedPrecondition
from services.leads.campaigns.model import ALLOWED, Campaign, State
from tests import vectors

VECTORS = vectors.load("campaign_states.json")

pytestmark = pytest.mark.skipif(not VECTORS, reason="the shared vectors are not here")


def test_the_states_are_those_of_the_vectors() -> None:
    assert {state.lower() for state in State} == set(VECTORS["states"])


@pytest.mark.parametrize("before", list(State))
def test_people_may_take_a_campaign_where_the_vectors_allow_it(before: State) -> None:
    allowed = {State(name.upper()) for name in VECTORS["allowed"][before.lower()]}
    assert ALLOWED[before] == allowed
    for after in State:
        campaign = Campaign()
        campaign.state = before
        if after in allowed:
            campaign.go(after)
            assert campaign.state is after
        else:
            with pytest.raises(FailedPrecondition):
                campaign.go(after)
