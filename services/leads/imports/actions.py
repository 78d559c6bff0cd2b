"""The use cases of imports. Each method is one transaction."""

from typing import Any
from uuid import UUID

from crm.leads.v1 import events_pb2 as events

from chassis import context, filtering
from chassis.database import Database
from chassis.errors import FailedPrecondition
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from chassis.wording import label_list
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.imports import mapping, schedule
from services.leads.imports.messages import shown
from services.leads.imports.model import Import, State
from services.leads.imports.owners import check_rights

LISTING = Listing(
    Import,
    Fields(
        filtering.text("file_name"),
        filtering.choice("state", State),
        filtering.uuid("owner_id"),
        filtering.uuid("team_id"),
        filtering.time("create_time"),
        filtering.time("update_time"),
        search=["file_name"],
    ),
    orders=("create_time", "update_time"),
)


class Imports:
    """What can be done with imports."""

    def __init__(self, database: Database, catalogue: Catalogue, tokens: PageTokens) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens

    def get(self, import_id: UUID) -> Import:
        """One import. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Import, import_id)

    def list(self, query: Query) -> Page[Import]:
        """A page of imports. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Import), query, self._tokens)

    def update(self, import_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Import:
        """Sets mapping and options.

        Raises NotFound, Aborted, FailedPrecondition, InvalidArgument.
        """
        with self._database.transaction() as tx:
            job = tx.get(Import, import_id, etag=etag)
            job.require_open()
            if "mapping" in changes:
                definitions = self._catalogue.of(Resource.CONTACT)
                mapping.check(changes["mapping"], job.column_names, definitions)
            for name, value in changes.items():
                setattr(job, name, label_list(value) if name == "tags" else value)
        return job

    def try_out(self, import_id: UUID, *, etag: str = "") -> Import:
        """Starts a trial run. Raises NotFound, Aborted, FailedPrecondition, PermissionDenied."""
        with self._database.transaction() as tx:
            return self._begin(tx, schedule.take(tx, import_id, etag=etag), State.TRYING)

    def start(self, import_id: UUID, *, etag: str = "") -> Import:
        """Starts the import. Raises NotFound, Aborted, FailedPrecondition, PermissionDenied."""
        with self._database.transaction() as tx:
            job = self._begin(tx, schedule.take(tx, import_id, etag=etag), State.RUNNING)
            tx.publish(events.ImportStarted(contact_import=shown(job)), subject=job)
        return job

    def cancel(self, import_id: UUID) -> Import:
        """Stops it after the rows that are being handled. Raises NotFound, FailedPrecondition."""
        with self._database.transaction() as tx:
            job = schedule.take(tx, import_id)
            job.cancel(tx.now)
            schedule.over(tx, job)
        return job

    def delete(self, import_id: UUID, *, etag: str = "") -> None:
        """Removes the import; its file and report follow. Raises NotFound, FailedPrecondition."""
        with self._database.transaction() as tx:
            job = schedule.take(tx, import_id, etag=etag)
            if job.active:
                raise FailedPrecondition("IMPORT_RUNNING", "Cancel the import first.")
            tx.session.delete(job)
            schedule.deleted(tx, job)

    def _begin(self, tx: Transaction, job: Import, state: State) -> Import:
        mapping.check(job.mapping, job.column_names, self._catalogue.of(Resource.CONTACT))
        mapping.check_identifying(job.mapping)
        check_rights(job)
        job.begin(state, context.current().identity, tx.now)
        schedule.next_step(tx, job)
        tx.flush()
        return job
