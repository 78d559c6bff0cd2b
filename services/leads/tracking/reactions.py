"""What tracking does by itself."""

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.tracking import retention


class TrackingReactions:
    """The timers of tracking."""

    @on_timer(retention.FORGET)
    def forget(self, timer: Timer, tx: Transaction) -> None:
        """Removes what is too old, bit by bit."""
        again = tx.now if retention.forget(tx) else tx.now + retention.EVERY
        tx.schedule(timer.name, key=timer.key, due=again)
