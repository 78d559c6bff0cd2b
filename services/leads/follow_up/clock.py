"""The clock of one assignment: started, stopped, and what it says."""

from datetime import datetime

from chassis.transaction import Transaction
from services.leads.assignment.model import Assignment, FollowUp
from services.leads.follow_up.model import policy

WARN = "leads.follow_up.warn"
DUE = "leads.follow_up.due"


def start(tx: Transaction, assignment: Assignment) -> None:
    """From now on its owner is expected to follow up."""
    _run(tx, assignment, tx.now)
    for name, due in ((WARN, assignment.warn_time), (DUE, assignment.due_time)):
        if due:
            tx.schedule(name, key=str(assignment.id), due=due, bulk=False)


def restart(tx: Transaction, assignment: Assignment, at: datetime) -> None:
    """Its owner did, at a moment, and is expected to again. A timer that waits goes on to the new
    time when it finds itself early: moving it here would wait for who has it and waits for the
    contact. The one that warned is gone, so there is nobody to wait for."""
    warned = assignment.follow_up is FollowUp.WARNED
    _run(tx, assignment, at)
    if warned and assignment.warn_time:
        tx.schedule(WARN, key=str(assignment.id), due=assignment.warn_time, bulk=False)


def stop(assignment: Assignment, how: FollowUp = FollowUp.STOPPED) -> None:
    """It does not matter any more; a clock that stands already keeps what it says. Its timers find
    it standing: taking them away here would wait for who has one and waits for the contact."""
    if assignment.ticking:
        assignment.follow_up = how


def _run(tx: Transaction, assignment: Assignment, begin: datetime) -> None:
    rules = policy(tx)
    assignment.due_time, assignment.warn_time = rules.due(begin), rules.warning(begin)
    running = FollowUp.RUNNING if assignment.due_time else FollowUp.FOLLOW_UP_UNSPECIFIED
    assignment.follow_up = running
