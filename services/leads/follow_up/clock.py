"""The clock of one assignment: started, stopped, and what it says."""

from chassis.transaction import Transaction
from services.leads.assignment.model import Assignment, FollowUp
from services.leads.follow_up.model import policy

WARN = "leads.follow_up.warn"
DUE = "leads.follow_up.due"


def start(tx: Transaction, assignment: Assignment) -> None:
    """From now on its owner is expected to follow up."""
    rules = policy(tx)
    if not rules.due:
        return
    assignment.follow_up = FollowUp.RUNNING
    assignment.due_time = tx.now + rules.due
    tx.schedule(DUE, key=str(assignment.id), due=assignment.due_time)
    if rules.warning:
        assignment.warn_time = assignment.due_time - rules.warning
        tx.schedule(WARN, key=str(assignment.id), due=assignment.warn_time)


def stop(assignment: Assignment, how: FollowUp = FollowUp.STOPPED) -> None:
    """It does not matter any more; a clock that stands already keeps what it says. Its timers find
    it standing: taking them away here would wait for who has one and waits for the contact."""
    if assignment.ticking:
        assignment.follow_up = how
