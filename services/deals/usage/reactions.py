"""The day a plan is old enough for a larger one to be suggested."""

from uuid import UUID

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.contracts import signing
from services.deals.contracts.model import Contract
from services.deals.usage.suggesting import consider


class UsageReactions:
    """What happens when that day comes."""

    @on_timer(signing.PLAN)
    def look_again(self, timer: Timer, tx: Transaction) -> None:
        """Looks at what was measured meanwhile."""
        contract = tx.session.get(Contract, UUID(timer.key), with_for_update=True)
        if contract is not None:
            consider(tx, contract)
