"""The use cases of follow-up. Each method is one transaction."""

from chassis.policies import Policies
from services.leads.follow_up.model import THE_ONE, FollowUpPolicy


class FollowUpPolicies(Policies[FollowUpPolicy]):
    """What can be done with the one policy."""

    model = FollowUpPolicy
    the_one = THE_ONE
