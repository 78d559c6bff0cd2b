"""What an import does by itself: step after step through its file, and tidying up afterwards."""

from uuid import UUID

from sqlalchemy import select

from chassis.ids import parse_id
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.contacts.arrivals import Arrivals
from services.leads.fields.catalogue import Catalogue
from services.leads.imports import schedule, tidying
from services.leads.imports.model import Import, State
from services.leads.imports.schedule import EXPIRE, PURGE, STEP
from services.leads.imports.steps import Steps

#: After so many failures of one step the import is given up instead of tried for ever.
TRIES = 4


class ImportReactions:
    """The timers of imports."""

    def __init__(self, catalogue: Catalogue, arrivals: Arrivals) -> None:
        self._steps = Steps(catalogue, arrivals)

    @on_timer(STEP)
    def step(self, timer: Timer, tx: Transaction) -> None:
        """The next rows: their effect, their report and the place to go on in one transaction."""
        job = find(tx, timer.key)
        if job is None or not job.active:
            return
        if timer.tries >= TRIES:
            job.fail(f"Something went wrong on our side near line {job.next_line}.", tx.now)
            schedule.over(tx, job)
        elif self._steps.take(tx, job):
            schedule.next_step(tx, job)
        else:
            schedule.over(tx, job)

    @on_timer(PURGE)
    def purge(self, timer: Timer, tx: Transaction) -> None:
        """Some of what an import left behind; goes on until nothing is left."""
        if tidying.purge(tx, UUID(timer.key), whole=bool(timer.payload.get("whole"))):
            tx.schedule(PURGE, key=timer.key, due=tx.now, payload=timer.payload)

    @on_timer(EXPIRE)
    def expire(self, timer: Timer, tx: Transaction) -> None:
        """After a month the file and the report go; the counts stay."""
        job = find(tx, timer.key)
        if job is None:
            return
        if job.state is State.DRAFT:
            job.state = State.CANCELLED
            job.error = "The file was deleted after 30 days."
            job.end_time = tx.now
        schedule.purge(tx, job, whole=True)


def find(tx: Transaction, key: str) -> Import | None:
    """The import, locked; None when it was deleted."""
    query = select(Import).where(Import.id == parse_id(key, "import"))
    return tx.session.scalars(query.with_for_update()).first()
