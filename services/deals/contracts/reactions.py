"""The renewal clock (R4): a reminder and a task 14 days before the end, then the end itself."""

from uuid import UUID

from crm.deals.v1 import events_pb2 as events

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.deals.contracts import signing
from services.deals.contracts.model import Contract, State
from services.deals.contracts.reminding import remind


class ContractReactions:
    """What happens when the clock of a contract strikes."""

    @on_timer(signing.NOTICE)
    def remind(self, timer: Timer, tx: Transaction) -> None:
        """The account manager is told, and gets the task."""
        contract = _active(tx, timer)
        if contract is None or contract.reminded_end_date or contract.notice_time > tx.now:
            return
        remind(tx, contract)

    @on_timer(signing.OVER)
    def finish(self, timer: Timer, tx: Transaction) -> None:
        """It goes on by itself, or it is over."""
        contract = _active(tx, timer)
        if contract is None or contract.over_time > tx.now:
            return
        goes_on = contract.auto_renew
        if goes_on:
            contract.renew(contract.months)
        else:
            contract.end(contract.end_date, "It ran out.")
        tx.flush()
        signing.wind(tx, contract)
        kind = events.ContractRenewed if goes_on else events.ContractEnded
        tx.publish(kind(contract=signing.shown(contract)), subject=contract)


def _active(tx: Transaction, timer: Timer) -> Contract | None:
    """The contract a timer is for, locked, unless it is gone or over."""
    contract = tx.session.get(Contract, UUID(timer.key), with_for_update=True)
    return contract if contract is not None and contract.state is State.ACTIVE else None
