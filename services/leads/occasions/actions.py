"""The use cases of occasions. Each method is one transaction."""

from chassis.policies import Policies
from chassis.transaction import Transaction
from services.leads.occasions.model import THE_ONE, OccasionPolicy
from services.leads.occasions.planning import PLAN_ALL


class OccasionPolicies(Policies[OccasionPolicy]):
    """What can be done with the one policy."""

    model = OccasionPolicy
    the_one = THE_ONE

    def follow(self, tx: Transaction, rules: OccasionPolicy) -> None:
        """Everybody is planned anew, some at a time."""
        if rules.kinds:
            tx.schedule(PLAN_ALL, key="", due=tx.now, bulk=True)
