"""When scores are worked out: after what happens, when they change by themselves, rule by rule."""

from collections.abc import Sequence
from uuid import UUID

from crm.leads.v1 import events_pb2 as events

from chassis.reactions import reacts_to, reacts_together
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.leads.scoring import timing
from services.leads.scoring.actions import next_contacts
from services.leads.scoring.scorer import Scorer

AboutContact = (
    events.ContactCreated
    | events.ContactUpdated
    | events.ContactUndeleted
    | events.ConsentRecorded
    | events.FormSubmitted
)


class ScoringReactions:
    """Keeps every score up to date."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    @reacts_together(
        events.ContactCreated,
        events.ContactUpdated,
        events.ContactUndeleted,
        events.ConsentRecorded,
        events.FormSubmitted,
    )
    def follow_contact(self, facts: Sequence[AboutContact], tx: Transaction) -> None:
        """Something about people changed, or they did something."""
        timing.soon(tx, [UUID(fact.contact.id) for fact in facts])

    @reacts_to(events.CallLogged, events.NoteAdded)
    def follow_entry(self, fact: events.CallLogged | events.NoteAdded, tx: Transaction) -> None:
        """Somebody of us wrote on the timeline."""
        timing.soon(tx, [UUID(fact.entry.contact_id)])

    @on_timer(timing.RESCORE)
    def rescore(self, timer: Timer, tx: Transaction) -> None:
        """Works the score of a contact out, and of the others that are due; alone after a failure,
        so that one contact nobody can score does not stand in the way of the others."""
        others = [] if timer.tries else timing.taken_along(tx, timer.key)
        self._scorer.rescore(tx, [UUID(timer.key), *others])

    @on_timer(timing.SWEEP)
    def sweep(self, timer: Timer, tx: Transaction) -> None:
        """The rules changed: everybody anew, bit by bit."""
        ids = next_contacts(tx, timer.payload.get("after", ""))
        self._scorer.rescore(tx, ids)
        if len(ids) == timing.BATCH:
            tx.schedule(timer.name, key=timer.key, due=tx.now, payload={"after": str(ids[-1])})
