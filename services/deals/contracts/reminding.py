"""The reminder and the task before a contract's end (R4): they follow the end."""

from datetime import timedelta

from crm.deals.v1 import contracts_pb2 as pb
from crm.deals.v1 import events_pb2 as events

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.activities.model import Activity, State
from services.deals.activities.planning import dropped, hold_clocks, plan
from services.deals.contracts.model import Contract

#: How long the account manager has for the talk.
TALK_DUE = timedelta(days=2)


def remind(tx: Transaction, contract: Contract) -> None:
    """The account manager is told, and gets the task; once for each end."""
    contract.reminded_end_date = contract.end_date
    task = plan(
        tx,
        contract,
        deal_id=contract.deal_id,
        subject=f"Renew the contract “{contract.title}”, ends {contract.end_date:%-d %B %Y}",
        due=tx.now + TALK_DUE,
        source="contract",
    )
    contract.renewal_task_id = task.id
    tx.flush()
    shown = to_message(contract, pb.Contract)
    tx.publish(events.ContractRenewalNeared(contract=shown), subject=contract)


def withdraw(tx: Transaction, contract: Contract) -> None:
    """Nobody has to talk about an end that is none any more: what is still to do goes."""
    if contract.renewal_task_id:
        hold_clocks(tx, contract.renewal_task_id)
        task = tx.session.get(Activity, contract.renewal_task_id, with_for_update=True)
        if task is not None and task.state is State.OPEN:
            dropped(tx, task)
    contract.renewal_task_id = contract.reminded_end_date = None
