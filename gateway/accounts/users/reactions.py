"""What accounts do by themselves: who said when they are back is marked present then."""

from uuid import UUID

from chassis.errors import NotFound
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from gateway.accounts.users import presence
from gateway.accounts.users.model import User


class PresenceReactions:
    """Ends absences."""

    @on_timer(presence.RETURN)
    def come_back(self, timer: Timer, tx: Transaction) -> None:
        """Marks the user present."""
        try:
            user = tx.get(User, UUID(timer.key))
        except NotFound:
            return
        presence.come_back(tx, user)
