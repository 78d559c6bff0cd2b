"""One step of an import: a few hundred rows, for the person who started it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from sqlalchemy import insert

from chassis import context
from chassis.changes import Values
from chassis.transaction import Transaction
from services.leads.contacts.arrivals import Arrivals
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.imports import files
from services.leads.imports.mapping import RowReader
from services.leads.imports.model import Import, Refusal, State
from services.leads.imports.owners import WRITE, whose
from services.leads.imports.reasons import counted
from services.leads.imports.records import Place, Record, Records
from services.leads.imports.rows import RealPeople, Refused, Rows
from services.leads.imports.trial import TrialPeople
from services.leads.launchers import identity_from_json

ROWS = 500


class Steps:
    """Takes an import forward."""

    def __init__(self, catalogue: Catalogue, arrivals: Arrivals) -> None:
        self._catalogue = catalogue
        self._arrivals = arrivals

    def take(self, tx: Transaction, job: Import) -> bool:
        """Handles the next rows of a locked import; False when it is over."""
        identity = identity_from_json(job.identity)
        if identity.reach(WRITE) is None:
            job.fail("Who started it may no longer write contacts.", tx.now)
            return False
        records, place = next_records(tx, job)
        with context.use(replace(context.current(), identity=identity, permission=WRITE)):
            outcome = self._rows(tx, job, whose(job, identity)).handle(records)
            tx.flush()
        report(tx, job, outcome.refused)
        job.advance(outcome.counts, place)
        job.reasons = counted(job.reasons, outcome.refused)
        if len(records) == ROWS:
            return True
        job.finish(tx.now)
        return False

    def _rows(self, tx: Transaction, job: Import, owner: Values) -> Rows:
        trial = job.state is State.TRYING
        reader = RowReader(
            {column: str(field) for column, field in job.mapping.items()},
            job.column_names,
            self._catalogue.of(Resource.CONTACT),
            date_format=job.date_format,
            phone_region=job.phone_region,
        )
        return Rows(
            tx,
            job,
            reader,
            TrialPeople(tx, job, whose=owner) if trial else RealPeople(tx, job),
            arrivals=self._arrivals,
            catalogue=self._catalogue,
            whose=owner,
        )


def next_records(tx: Transaction, job: Import) -> tuple[list[Record], Place]:
    """The next rows that are not blank, at most ROWS, and where the ones after them begin."""
    found = Records(
        files.blocks_from(tx, job.id, job.next_offset),
        charset=job.charset,
        delimiter=job.delimiter,
        start=job.place,
    )
    records = list(islice(rows_of(found, job.place), ROWS))
    return records, records[-1].next if records else job.place


def rows_of(records: Iterable[Record], start: Place) -> Iterable[Record]:
    """The rows: without the one that names the columns, and without blank ones."""
    for number, record in enumerate(records):
        header = number == 0 and start == Place()
        if not header and not record.blank:
            yield record


def report(tx: Transaction, job: Import, refused: Iterable[Refused]) -> None:
    """Keeps the rows that were refused, with their reasons."""
    rows = [
        {
            "import_id": job.id,
            "run": job.run,
            "line": each.record.line,
            "column": each.column,
            "reason": each.reason,
            "cells": each.record.cells,
        }
        for each in refused
    ]
    if rows:
        tx.execute(insert(Refusal), rows)
