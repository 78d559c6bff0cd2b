"""What is written down of each hand-over, so that after a death nobody has to guess."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text

from chassis.context import Call
from chassis.database import Database
from services.notify.messages.letters import Letter
from services.notify.messages.mailer import Fate, Result
from services.notify.messages.model import Message

#: One statement, so one commit for each letter.
BEGIN = text(
    "WITH last AS (UPDATE messages SET handover = CAST(:result AS jsonb)"
    " WHERE id = CAST(:last AS uuid) AND state = 'CLAIMED')"
    " UPDATE messages SET handover = CAST(:unsure AS jsonb)"
    " WHERE id = :next AND state = 'CLAIMED' AND claim_time = :claim_time RETURNING id"
)
DIED = Result(Fate.UNSURE, "the worker died while handing it over")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is to be handed over, under the call it was made in."""

    call: Call
    message_id: UUID
    claim_time: datetime
    letter: Letter


class Handovers:
    """The notes, on the messages themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, claimed: Claimed, results: dict[UUID, Result]) -> bool:
        """Notes that a hand-over begins, and how the last of `results` ended; False when the
        message is not claimed any more."""
        last = next(reversed(results), None)
        values = {
            "last": last,
            "result": _written(results[last]) if last else None,
            "next": claimed.message_id,
            "claim_time": claimed.claim_time,
            "unsure": _written(DIED),
        }
        return bool(self._database.execute_alone(BEGIN, values))


def result_of(message: Message) -> Result | None:
    """What is known of a hand-over that nobody came back from; None when it was not begun."""
    if not message.handover:
        return None
    return Result(Fate[message.handover["fate"]], message.handover["said"])


def _written(result: Result) -> str:
    return orjson.dumps({"fate": result.fate.name, "said": result.said}).decode()
