"""What forms do by themselves."""

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.forms import spam


class FormReactions:
    """The timers of forms."""

    @on_timer(spam.FORGET)
    def forget_spam(self, timer: Timer, tx: Transaction) -> None:
        """Removes old spam bit by bit."""
        if spam.forget(tx):
            tx.schedule(timer.name, key=timer.key, due=tx.now)
