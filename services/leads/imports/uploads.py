"""How a file becomes an import: looked through first, then kept whole or not at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from chassis import context
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.owning import owned
from chassis.transaction import Transaction
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.imports import files, schedule
from services.leads.imports.files import Spooled, spooled
from services.leads.imports.inspection import Column, Inspection, inspect
from services.leads.imports.model import Import
from services.leads.imports.suggestions import suggest, suggest_date_format

#: What browsers and programs call a CSV file.
MEDIA_TYPES = frozenset(
    {
        "",
        "application/csv",
        "application/octet-stream",
        "application/vnd.ms-excel",
        "text/comma-separated-values",
        "text/csv",
        "text/plain",
        "text/tab-separated-values",
        "text/x-csv",
    }
)
KEY_KEPT = timedelta(hours=24)
MAX_NAME = 200

_NOT_A_NAME = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Upload:
    """What is said about a file. charset and delimiter: "" to find out."""

    file_name: str = ""
    media_type: str = ""
    charset: str = ""
    delimiter: str = ""


class Uploads:
    """Takes files."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def take(self, upload: Upload, pieces: Iterable[bytes]) -> tuple[Import, bool]:
        """The import of a file, and whether it was there already (same Idempotency-Key, same
        file). Raises InvalidArgument; see CreateImport for the reasons."""
        check_media_type(upload.media_type)
        with spooled(pieces) as file:
            found = inspect(file.blocks, charset=upload.charset, delimiter=upload.delimiter)
            job = self._new(upload, file, found)
            with self._database.transaction() as tx:
                if known := earlier(tx, job):
                    return known, True
                tx.add(job)
                tx.flush()
                files.keep(tx, job.id, file.blocks())
                schedule.uploaded(tx, job)
        return job, False

    def _new(self, upload: Upload, file: Spooled, found: Inspection) -> Import:
        call = context.current()
        definitions = self._catalogue.of(Resource.CONTACT)
        guesses = suggest(found.columns, definitions)
        options = f" {upload.charset} {upload.delimiter}"
        return Import(
            caller=call.identity.caller,
            idempotency_key=call.idempotency_key or None,
            fingerprint=file.digest.hexdigest() + options,
            file_name=plain_name(upload.file_name),
            file_size=file.size,
            charset=found.charset,
            delimiter=found.delimiter,
            columns=[_described(column, guesses) for column in found.columns],
            total=found.rows,
            mapping=dict(guesses),
            date_format=suggest_date_format(found.columns, guesses, definitions),
            **owned({}),
        )


def earlier(tx: Transaction, job: Import) -> Import | None:
    """The import that the same caller made with the same key, today.

    Raises InvalidArgument (IDEMPOTENCY_KEY_REUSED) when it was made of another file.
    """
    if not job.idempotency_key:
        return None
    tx.lock_key("import key", f"{job.caller} {job.idempotency_key}")
    query = select(Import).where(
        Import.caller == job.caller, Import.idempotency_key == job.idempotency_key
    )
    known = tx.session.scalars(query).first()
    if known is None:
        return None
    if known.create_time < tx.now - KEY_KEPT:
        known.idempotency_key = None
        tx.flush()
        return None
    if known.fingerprint != job.fingerprint:
        raise InvalidArgument(
            "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another file."
        )
    return known


def check_media_type(media_type: str) -> None:
    """Raises InvalidArgument (NOT_CSV) for what is said to be something else."""
    plain = media_type.partition(";")[0].strip().lower()
    if plain not in MEDIA_TYPES:
        raise InvalidArgument("NOT_CSV", f"This is {plain[:100]}; send text/csv.")


def plain_name(name: str) -> str:
    """The last part of a path, without anything that does not belong into a name."""
    last = _NOT_A_NAME.sub("", name).replace("\\", "/").rpartition("/")[2].strip()
    return last[:MAX_NAME] or "import.csv"


def _described(column: Column, guesses: dict[str, str]) -> dict[str, Any]:
    return {
        "name": column.name,
        "samples": column.samples,
        "suggested_field": guesses.get(column.name, ""),
    }
