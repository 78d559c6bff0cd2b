"""Contacts as CSV: read page by page, never whole in memory, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from chassis.changes import as_json
from chassis.database import Database
from chassis.listing import PageTokens, Query
from chassis.listing.lists import MAX_SIZE
from services.leads.contacts.actions import LISTING
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue, Defined
from services.leads.fields.model import Resource

COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "job_title",
    "company_name",
    "country",
    "city",
    "language",
    "time_zone",
    "birth_date",
    "tags",
    "lifecycle_stage",
    "marketing_consent",
    "source",
    "owner_id",
    "team_id",
    "create_time",
    "update_time",
    "last_activity_time",
)
#: Bytes handed over at once, about.
CHUNK = 64 * 1024
#: A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


class Export:
    """Writes contacts as CSV."""

    def __init__(self, database: Database, tokens: PageTokens, catalogue: Catalogue) -> None:
        self._database = database
        self._tokens = tokens
        self._catalogue = catalogue

    def chunks(self, query: Query) -> Iterator[bytes]:
        """The file in pieces, UTF-8: a head line, then a line per contact. Raises InvalidArgument.

        Each page is read for itself, so that a slow reader holds no connection.
        """
        defined = self._catalogue.of(Resource.CONTACT)
        head = [*COLUMNS, *(f"custom_fields.{definition.key}" for definition in defined)]
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(head)
        for contacts in self._pages(query, defined):
            writer.writerows(_row(contact, defined) for contact in contacts)
            if buffer.tell() >= CHUNK:
                yield _taken(buffer)
        yield _taken(buffer)

    def filename(self) -> str:
        """contacts-2026-11-21.csv"""
        return f"contacts-{self._database.clock.now():%Y-%m-%d}.csv"

    def _pages(self, query: Query, defined: Sequence[Defined]) -> Iterator[Sequence[Contact]]:
        query = replace(query, page_size=MAX_SIZE, page_token="")
        while True:
            with self._database.reading() as tx:
                scoped = tx.select(Contact)
                page = LISTING.page(tx, scoped, query, self._tokens, definitions=defined)
            yield page.items
            if not page.next_page_token:
                return
            query = replace(query, page_token=page.next_page_token)


def _row(contact: Contact, defined: Iterable[Defined]) -> list[str]:
    values = [getattr(contact, name) for name in COLUMNS]
    custom = [contact.custom_fields.get(definition.key) for definition in defined]
    return [cell(value) for value in (*values, *custom)]


def cell(value: Any) -> str:
    """The value as a cell; one that a spreadsheet would run begins with an apostrophe."""
    value = as_json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else str(value)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data
