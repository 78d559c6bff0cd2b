"""The use cases of sequences. Each method is one transaction."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from uuid import UUID

from sqlalchemy import delete, select

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition, InvalidArgument, NotFound
from chassis.filtering import Fields, parse
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.notify.contacts_copy.reading import contact_of
from services.notify.sequences.model import (
    FIELDS,
    Enrolment,
    EnrolmentState,
    Sequence,
    SequenceRevision,
    SequenceState,
)
from services.notify.sequences.tallies import Tally, tallies
from services.notify.sequences.walking import STEP, enrol, take_out
from services.notify.templates.model import Template

LISTING = Listing(
    Sequence,
    Fields(
        filtering.text("name"),
        filtering.uuid("segment_id"),
        filtering.time("create_time"),
        filtering.choice("state", SequenceState),
    ),
    orders=("name", "create_time"),
    default="name",
)
ENROLMENTS = Listing(
    Enrolment,
    Fields(
        *map(filtering.uuid, ("sequence_id", "contact_id", "owner_id", "team_id")),
        filtering.time("create_time"),
        filtering.choice("state", EnrolmentState),
    ),
    orders=("create_time",),
)


class Sequences:
    """What can be done with sequences."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, sequence_id: UUID) -> Sequence:
        """One sequence. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Sequence, sequence_id)

    def list(self, query: Query) -> Page[Sequence]:
        """A page of sequences. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Sequence), query, self._tokens)

    def tallies(self, sequences: Many[Sequence]) -> Mapping[UUID, Tally]:
        """How many people are, were and went out of them."""
        with self._database.reading() as tx:
            return tallies(tx, [each.id for each in sequences])

    def create(self, values: Values) -> Sequence:
        """A new sequence that takes nobody yet. Raises InvalidArgument."""
        with self._database.transaction() as tx:
            sequence = Sequence()
            sequence.change(values)
            _check(tx, sequence)
            tx.add(sequence)
            _keep(tx, sequence)
        return sequence

    def update(self, sequence_id: UUID, changes: Values, *, etag: str = "") -> Sequence:
        """Sets what is named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            sequence = tx.get(Sequence, sequence_id, etag=etag)
            if sequence.change(changes):
                _check(tx, sequence)
                sequence.revision += 1
                _keep(tx, sequence)
        return sequence

    def turn(self, sequence_id: UUID, state: SequenceState, *, etag: str = "") -> Sequence:
        """Starts or pauses it. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            sequence = tx.get(Sequence, sequence_id, etag=etag)
            sequence.state = state
        return sequence

    def delete(self, sequence_id: UUID, *, etag: str = "") -> None:
        """Removes it; who is in it leaves. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            sequence = tx.get(Sequence, sequence_id, etag=etag)
            take_out(tx, [Enrolment.sequence_id == sequence.id], "SEQUENCE_DELETED")
            gone = delete(SequenceRevision).where(SequenceRevision.sequence_id == sequence.id)
            tx.execute(gone)
            tx.session.delete(sequence)


class Enrolments:
    """What can be done with contacts in sequences."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, enrolment_id: UUID) -> Enrolment:
        """One enrolment. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Enrolment, enrolment_id)

    def list(self, query: Query) -> Page[Enrolment]:
        """A page of enrolments. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return ENROLMENTS.page(tx, tx.select(Enrolment), query, self._tokens)

    def create(self, sequence_id: UUID, contact_id: UUID) -> Enrolment:
        """Puts a contact into it. Raises NotFound, FailedPrecondition, AlreadyExists."""
        with self._database.transaction() as tx:
            contact = contact_of(tx, contact_id, context.current())
            sequence = tx.session.get(Sequence, sequence_id, with_for_update={"read": True})
            if sequence is None:
                raise NotFound("SEQUENCE_NOT_FOUND", "There is no such sequence.")
            if sequence.state is not SequenceState.ACTIVE:
                raise FailedPrecondition("SEQUENCE_NOT_ACTIVE", "The sequence takes nobody now.")
            enrolment = enrol(tx, sequence, contact)
            if enrolment is None:
                raise AlreadyExists("ENROLMENT_EXISTS", "The contact is in it now.")
            return enrolment

    def stop(self, enrolment_id: UUID, *, etag: str = "") -> Enrolment:
        """Takes the contact out. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            tx.unschedule(STEP, key=str(enrolment_id))  # first, as who has the timer does it
            enrolment = tx.get(Enrolment, enrolment_id, etag=etag)
            enrolment.stop()
            return enrolment


def _check(tx: Transaction, sequence: Sequence) -> None:
    """Filters that are understood, templates that are there and can be filled by themselves."""
    for number, step in enumerate(sequence.steps):
        if step["kind"] == "CHECK":
            parse(step["filter"], FIELDS, name=f"steps[{number}].filter")
        if step["kind"] == "SEND":
            known = select(Template).where(Template.key == step["template_key"])
            template = tx.session.scalar(known)
            where = f"steps[{number}].template_key"
            if template is None:
                raise InvalidArgument.of(where, "there is no such template")
            if template.variables:
                raise InvalidArgument.of(where, "asks for values that a sequence does not have")


def _keep(tx: Transaction, sequence: Sequence) -> None:
    """Writes its steps down as they are now."""
    tx.session.add(
        SequenceRevision(sequence_id=sequence.id, revision=sequence.revision, steps=sequence.steps)
    )
