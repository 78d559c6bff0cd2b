"""When something happens with an import by itself, and what follows when it is over."""

from datetime import timedelta
from uuid import UUID

from crm.leads.v1 import events_pb2 as events

from chassis.transaction import Transaction
from services.leads.imports.messages import shown
from services.leads.imports.model import Import, State

STEP = "leads.import.step"
PURGE = "leads.import.purge"
EXPIRE = "leads.import.expire"
#: How long a file and its report stay.
KEPT = timedelta(days=30)


def take(tx: Transaction, import_id: UUID, *, etag: str = "") -> Import:
    """The import, locked; its timers first, as a step has them. Raises NotFound, Aborted."""
    tx.hold_timers(STEP, EXPIRE, key=str(import_id))
    return tx.get(Import, import_id, etag=etag)


def uploaded(tx: Transaction, job: Import) -> None:
    """The file is there; it will not be for ever."""
    tx.schedule(EXPIRE, key=str(job.id), due=tx.now + KEPT)


def next_step(tx: Transaction, job: Import) -> None:
    """There are rows to handle, now."""
    tx.schedule(STEP, key=str(job.id), due=tx.now, bulk=True)


def over(tx: Transaction, job: Import) -> None:
    """It ended. Others hear of it and the file goes, unless it can be started again."""
    tx.unschedule(STEP, key=str(job.id))
    tx.flush()
    if job.state is State.DRAFT:
        return
    tx.publish(events.ImportFinished(contact_import=shown(job)), subject=job)
    purge(tx, job, whole=False)


def deleted(tx: Transaction, job: Import) -> None:
    """Nothing of it is needed any more."""
    tx.unschedule(EXPIRE, key=str(job.id))
    purge(tx, job, whole=True)


def purge(tx: Transaction, job: Import, *, whole: bool) -> None:
    """Its file goes, and with `whole` its report."""
    tx.schedule(PURGE, key=str(job.id), due=tx.now, payload={"whole": whole}, bulk=True)
