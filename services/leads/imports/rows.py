"""What becomes of some rows of a file: one look-up, one insert and one history for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select

from chassis import context, scope
from chassis.changes import Changes, Values
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.leads.contacts import addresses, history
from services.leads.contacts.arrivals import Arrivals
from services.leads.contacts.employers import Employers
from services.leads.contacts.model import Contact
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.imports.mapping import RowError, RowReader
from services.leads.imports.model import Counts, Existing, Import
from services.leads.imports.records import Record
from services.leads.merging.model import leading
from services.leads.timeline.model import Kind, TimelineEntry

MAX_TAGS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was understood. key: its e-mail address as it identifies, "" without one."""

    record: Record
    values: Values
    key: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was refused, because of a column; "" when it is the row itself."""

    record: Record
    column: str
    reason: str


class Verdict(StrEnum):
    """What became of a row that was not refused."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"


@dataclass(slots=True)
class Outcome:
    """What became of the rows, by line; the last word on a line counts."""

    verdicts: dict[int, Verdict | Refused] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """In numbers."""
        words = [v for v in self.verdicts.values() if isinstance(v, Verdict)]
        return Counts(
            created=words.count(Verdict.CREATED),
            updated=words.count(Verdict.UPDATED),
            skipped=words.count(Verdict.SKIPPED),
            failed=len(self.verdicts) - len(words),
        )

    @property
    def refused(self) -> list[Refused]:
        """The rows that were refused."""
        return [v for v in self.verdicts.values() if isinstance(v, Refused)]

    def refuse(self, record: Record, error: RowError) -> None:
        """A row cannot be taken."""
        self.verdicts[record.line] = Refused(record, error.column, error.reason)


class People(Protocol):
    """Who is there already: the contacts themselves, or what a trial run knows of them."""

    def among(self, keys: Sequence[str]) -> dict[str, Contact]:
        """E-mail key -> the contact that has it."""

    def write(self, created: Sequence[Contact]) -> set[Any]:
        """Keeps new contacts; the ids of those whose address nobody took meanwhile."""

    def tell(
        self,
        created: Sequence[tuple[Contact, Row]],
        updated: Sequence[tuple[Contact, Row, Changes]],
    ) -> None:
        """Writes the history of those written."""


class Rows:
    """Handles rows of one import, for the running call."""

    def __init__(
        self,
        tx: Transaction,
        job: Import,
        reader: RowReader,
        people: People,
        *,
        arrivals: Arrivals,
        catalogue: Catalogue,
        whose: Values,
    ) -> None:
        """whose: owner_id and team_id of new contacts."""
        self._tx = tx
        self._job = job
        self._reader = reader
        self._people = people
        self._arrivals = arrivals
        self._catalogue = catalogue
        self._whose = whose
        self._outcome = Outcome()

    def handle(self, records: Sequence[Record]) -> Outcome:
        """Takes the records in their order; each stands for itself."""
        rows = []
        for record in records:
            context.give_way()
            try:
                values = self._reader.read(record.cells)
            except RowError as error:
                self._outcome.refuse(record, error)
                continue
            rows.append(Row(record, values, addresses.email_key(values.get("email", ""))))
        self._settle(rows)
        return self._outcome

    def _settle(self, rows: Sequence[Row]) -> None:
        known = self._people.among([row.key for row in rows if row.key])
        employers = Employers.of(self._tx, [row.values for row in rows])
        fresh: dict[str, tuple[Contact, list[Row]]] = {}
        updated: list[tuple[Contact, Row, Changes]] = []
        for row in rows:
            try:
                if row.key in known:
                    verdict = self._meet(known[row.key], row, employers, updated)
                elif row.key in fresh:
                    verdict = self._meet(fresh[row.key][0], row, employers, [])
                    fresh[row.key][1].append(row)
                else:
                    contact = self._new(row, employers)
                    fresh[row.key or str(contact.id)] = (contact, [row])
                    verdict = Verdict.CREATED
            except RowError as error:
                self._outcome.refuse(row.record, error)
            else:
                self._outcome.verdicts[row.record.line] = verdict
        self._write([*fresh.values()], updated)

    def _write(
        self,
        fresh: Sequence[tuple[Contact, list[Row]]],
        updated: Sequence[tuple[Contact, Row, Changes]],
    ) -> None:
        """Writes all; rows whose address somebody took meanwhile are settled once more."""
        # in order of address: whoever writes the same ones waits one way round
        order = sorted((contact for contact, _ in fresh), key=lambda contact: contact.email_key)
        written = self._people.write(order)
        created = [(contact, rows[0]) for contact, rows in fresh if contact.id in written]
        self._people.tell(created, updated)
        if lost := [row for contact, rows in fresh if contact.id not in written for row in rows]:
            self._settle(lost)

    def _new(self, row: Row, employers: Employers) -> Contact:
        values = {**self._whose, **row.values, "tags": self._tags([], row)}
        source = self._job.source or "import"
        try:
            return self._arrivals.new(self._tx, values, employers, source=source, required=False)
        except InvalidArgument as error:
            raise self._reader.refused(error) from None

    def _meet(
        self,
        contact: Contact,
        row: Row,
        employers: Employers,
        updated: list[tuple[Contact, Row, Changes]],
    ) -> Verdict:
        """A row about somebody who is known; a change is added to `updated`. Raises RowError."""
        if not scope.covers(contact, context.current()):
            column = self._reader.column_of("email")
            raise RowError(column, "belongs to a contact that you may not change")
        if self._job.existing is Existing.SKIP:
            return Verdict.SKIPPED
        changes = self._change(contact, row, employers)
        if not changes:
            return Verdict.SKIPPED
        updated.append((contact, row, changes))
        return Verdict.UPDATED

    def _change(self, contact: Contact, row: Row, employers: Employers) -> Changes:
        values = {name: value for name, value in row.values.items() if name != "email"}
        values["tags"] = self._tags(contact.tags, row)
        try:
            if bag := values.get("custom_fields"):
                changed = self._catalogue.changed(Resource.CONTACT, contact, bag)
                values["custom_fields"] = changed
            return contact.change(employers.link(contact, values))
        except InvalidArgument as error:
            if contact in self._tx.session:
                self._tx.session.refresh(contact)
            raise self._reader.refused(error) from None

    def _tags(self, tags: Sequence[str], row: Row) -> list[str]:
        found = [*dict.fromkeys([*tags, *self._job.tags, *row.values.get("tags", ())])]
        if len(found) > MAX_TAGS:
            raise RowError(self._reader.column_of("tags"), f"makes more than {MAX_TAGS} tags")
        return found


class RealPeople:
    """The contacts, locked as they are found."""

    def __init__(self, tx: Transaction, job: Import) -> None:
        self._tx = tx
        self._job = job

    def among(self, keys: Sequence[str]) -> dict[str, Contact]:
        """Whatever the caller's scope: an address outside of it is taken, too."""
        return people_of(self._tx, keys, lock=True)

    def write(self, created: Sequence[Contact]) -> set[Any]:
        """In one statement."""
        return {contact.id for contact in self._tx.insert(created)}

    def tell(
        self,
        created: Sequence[tuple[Contact, Row]],
        updated: Sequence[tuple[Contact, Row, Changes]],
    ) -> None:
        """Timeline and facts; a line of the import's own on top."""
        history.created(self._tx, [contact for contact, _ in created])
        pairs = [(contact, changes) for contact, _, changes in updated]
        history.changed(self._tx, pairs, via="import")
        touched = [*created, *((contact, row) for contact, row, _ in updated)]
        entries = [
            TimelineEntry(
                kind=Kind.IMPORTED,
                title=f"Imported from {self._job.file_name}",
                data={"import_id": str(self._job.id), "line": row.record.line},
                source="import",
            )
            for _, row in touched
        ]
        people = [contact for contact, _ in touched]
        history.add_all(self._tx, zip(people, entries, strict=True))


def people_of(tx: Transaction, keys: Sequence[str], *, lock: bool) -> dict[str, Contact]:
    """The living contacts that these e-mail keys lead to, also those of merged ones, by key."""
    if not keys:
        return {}
    known = {each.email_key: each for each in _living(tx, Contact.email_key.in_(keys), lock=lock)}
    merged = leading(tx, [key for key in keys if key not in known])
    if merged:
        found = _living(tx, Contact.id.in_({*merged.values()}), lock=lock)
        by_id = {each.id: each for each in found}
        known |= {key: by_id[into_id] for key, into_id in merged.items() if into_id in by_id}
    return known


def _living(tx: Transaction, which: ColumnElement[bool], *, lock: bool) -> Sequence[Contact]:
    query = select(Contact).where(which, Contact.delete_time.is_(None)).order_by(Contact.id)
    query = query.execution_options(populate_existing=True)
    return tx.scalars(query.with_for_update() if lock else query)
