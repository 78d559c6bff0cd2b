"""Scores contacts and keeps what came out: any number of them with the same few statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import orjson
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select, text
from sqlalchemy.orm.attributes import set_committed_value

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.leads.contacts import history
from services.leads.contacts.model import Contact, LifecycleStage, Rating
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.lifecycle import steps
from services.leads.scoring import timing
from services.leads.scoring.rulebook import Occurrence, Rulebook
from services.leads.scoring.score import Score, score_of
from services.leads.timeline.model import Kind, TimelineEntry

#: How much of a timeline rules look at, newest first.
LONGEST = 1000
WARMTH = list(Rating)
#: Where a contact goes that became so warm, and from where.
STAGES = {
    Rating.WARM: LifecycleStage.MARKETING_QUALIFIED,
    Rating.HOT: LifecycleStage.SALES_READY,
}
OCCURRENCES = text(
    "SELECT e.contact_id, e.id, e.kind, e.occur_time, e.title, e.source, e.data "
    "FROM unnest(CAST(:ids AS uuid[])) AS wanted(id) CROSS JOIN LATERAL ("
    "SELECT * FROM timeline t WHERE t.contact_id = wanted.id "
    "ORDER BY t.occur_time DESC, t.id DESC LIMIT :longest) AS e"
)
#: Nobody changed the contact: its version and times stay.
KEEP = text(
    "UPDATE contacts SET score = said.score, rating = said.rating "
    "FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said(id uuid, score bigint, rating text) "
    "WHERE contacts.id = said.id"
)


class Scorer:
    """Works out scores; in the caller's transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def rulebook(self, tx: Transaction) -> Rulebook:
        """The rules of today."""
        return Rulebook.load(tx, self._catalogue.of(Resource.CONTACT))

    def score(self, tx: Transaction, contact: Contact, rulebook: Rulebook) -> Score:
        """The score of one contact this moment."""
        found = occurrences(tx, [contact.id])[contact.id]
        return score_of(rulebook.entries(contact, found), rulebook.model, tx.now)

    def rescore(self, tx: Transaction, contact_ids: Iterable[UUID]) -> None:
        """Works the scores of contacts out anew and tells what follows.

        Contacts that somebody is changing right now are looked at a moment later: waiting for
        them here could mean that both wait for each other.
        """
        wanted = set(contact_ids)
        contacts = _locked(tx, wanted)
        for contact_id in sorted(wanted - {contact.id for contact in contacts}):
            timing.at(tx, contact_id, tx.now + timing.AGAIN)
        living = [contact for contact in contacts if contact.delete_time is None]
        self._settle(tx, living)

    def _settle(self, tx: Transaction, contacts: Sequence[Contact]) -> None:
        if not contacts:
            return
        rulebook = self.rulebook(tx)
        found = occurrences(tx, [contact.id for contact in contacts])
        scores = [
            (
                contact,
                score_of(rulebook.entries(contact, found[contact.id]), rulebook.model, tx.now),
            )
            for contact in contacts
        ]
        before = {contact.id: (contact.score, contact.rating) for contact in contacts}
        changed = [(c, s) for c, s in scores if before[c.id] != (s.points, s.rating)]
        _keep(tx, changed)
        for contact, score in changed:
            _tell(tx, contact, score, *before[contact.id])
        for contact, score in scores:
            if look := score.next_look():
                timing.at(tx, contact.id, look)


def occurrences(tx: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, list[Occurrence]]:
    """What happened with contacts, newest first: one statement for all of them."""
    rows = tx.execute(OCCURRENCES, {"ids": list(ids), "longest": LONGEST})
    found: dict[UUID, list[Occurrence]] = defaultdict(list)
    for row in rows:
        happened = Occurrence(
            row.id, Kind(row.kind), row.occur_time, row.title, row.source, row.data
        )
        found[row.contact_id].append(happened)
    return found


def _locked(tx: Transaction, ids: Iterable[UUID]) -> list[Contact]:
    """Those of the contacts that nobody else is changing. Keys are left free: whoever writes on a
    contact's timeline need not wait for its score."""
    query = select(Contact).where(Contact.id.in_(ids)).order_by(Contact.id)
    query = query.with_for_update(skip_locked=True, key_share=True)
    return tx.scalars(query.execution_options(populate_existing=True))


def _keep(tx: Transaction, changed: Sequence[tuple[Contact, Score]]) -> None:
    if not changed:
        return
    rows = [{"id": c.id, "score": s.points, "rating": s.rating.value} for c, s in changed]
    tx.execute(KEEP, {"rows": orjson.dumps(rows).decode()})
    for contact, score in changed:
        set_committed_value(contact, "score", score.points)
        set_committed_value(contact, "rating", score.rating)


def _tell(tx: Transaction, contact: Contact, score: Score, points: int, rating: Rating) -> None:
    """What a new score means: history, facts, and perhaps a step on the journey."""
    hot = score.rating is Rating.HOT and rating is not Rating.HOT
    if score.rating is not rating:
        became = "hot" if hot else score.rating.lower()
        entry = TimelineEntry(
            kind=Kind.RATING,
            title=f"Became {became}: {score.reason}",
            data={"score": score.points, "old_rating": rating, "new_rating": score.rating},
            source="leads",
        )
        history.add(tx, contact, entry)
    if WARMTH.index(score.rating) > WARMTH.index(rating):
        steps.advance(
            tx,
            contact,
            STAGES[score.rating],
            cause="hot" if hot and score.points < score.model.hot_score else "score",
            reason=score.reason,
        )
    thresholds = (score.model.warm_score, score.model.hot_score)
    fact = events.ScoreChanged(
        contact=to_message(contact, pb.Contact),
        old_score=points,
        new_score=score.points,
        old_rating=rating.name,
        new_rating=score.rating.name,
        crossed_thresholds=[each for each in thresholds if points < each <= score.points],
        hot_reason=score.reason if hot else "",
    )
    tx.publish(fact, subject=contact)
