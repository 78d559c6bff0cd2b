"""How many people are in a sequence, went through it, or left it; counted no further than a cap."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from chassis.transaction import Transaction
from services.notify.sequences.model import EnrolmentState

#: So many at most of each state are counted, on an index: a number that is read, not reckoned with.
CAP = 10_001
COUNTS = text(
    "SELECT theirs.id, states.state, (SELECT count(*) FROM (SELECT FROM enrolments"
    " WHERE sequence_id = theirs.id AND state = states.state LIMIT :cap) AS counted) AS number"
    " FROM unnest(CAST(:ids AS uuid[])) AS theirs (id),"
    " unnest(CAST(:states AS text[])) AS states (state)"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often people are RUNNING, FINISHED, and LEFT or STOPPED."""

    running_count: int
    finished_count: int
    exited_count: int


def tallies(tx: Transaction, sequence_ids: Many[UUID]) -> Mapping[UUID, Tally]:
    """The numbers of some sequences."""
    given = {"ids": [*sequence_ids], "states": [each.value for each in EnrolmentState], "cap": CAP}
    found = {(row.id, row.state): row.number for row in tx.execute(COUNTS, given)}
    return {each: _tally(found, each) for each in sequence_ids}


def _tally(found: Mapping[tuple[UUID, str], int], sequence_id: UUID) -> Tally:
    exited = (EnrolmentState.LEFT, EnrolmentState.STOPPED)
    return Tally(
        found[sequence_id, EnrolmentState.RUNNING],
        found[sequence_id, EnrolmentState.FINISHED],
        min(sum(found[sequence_id, state] for state in exited), CAP),
    )
