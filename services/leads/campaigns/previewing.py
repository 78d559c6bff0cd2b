"""What would become of a campaign: notify's contact guard is asked before anything goes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm.notify.v1 import messages_pb2, messages_pb2_grpc

from chassis.calling import Callee
from chassis.database import Database
from chassis.errors import PermissionDenied, Unavailable
from chassis.listing import Count
from chassis.transaction import Transaction
from services.leads.campaigns.model import Campaign
from services.leads.contacts.actions import LISTING as CONTACTS
from services.leads.contacts.model import ConsentState, Contact
from services.leads.segments.actions import readable
from services.leads.segments.model import Segment, SegmentMember

#: How many members are looked at.
EXAMINED = 1_000
#: How long a person waits for notify, in seconds, over all tries.
TIMEOUT = 2.0
#: Why somebody would not get it, and whether it is only later.
Reason = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody it would go to."""

    id: UUID
    email: str
    consent: ConsentState


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be decided. complete: notify answered; at: for which moment."""

    members: Count
    examined: int
    reasons: Counter[Reason]
    complete: bool
    at: datetime


class Previews:
    """Looks ahead for campaigns. notify: the server that is asked."""

    def __init__(self, database: Database, notify: Callee) -> None:
        self._database = database
        self._notify = notify

    def preview(self, campaign_id: UUID) -> Preview:
        """What would become of it for the first members. Raises NotFound."""
        with self._database.reading() as tx:
            campaign = tx.get(Campaign, campaign_id)
            at = max(campaign.start_time or tx.now, tx.now)
            count, members = _members(tx, campaign)
        reached = [member for member in members if member.email]
        reasons: Counter[Reason] = Counter()
        reasons["NO_ADDRESS", False] = len(members) - len(reached)
        complete = True
        try:
            reasons += self._decided(reached, at)
        except (Unavailable, PermissionDenied):  # our own copy of the rules would be another truth
            complete = False
            unwilling = [each for each in reached if each.consent is not ConsentState.GRANTED]
            reasons["NO_CONSENT", False] += len(unwilling)
        return Preview(count, len(members), +reasons, complete, at)

    def _decided(self, members: Sequence[Member], at: datetime) -> Counter[Reason]:
        """What the guard says. Raises Unavailable, PermissionDenied."""
        if not members:
            return Counter()
        stub = self._notify.stub(messages_pb2_grpc.MessageServiceStub)
        ids = [str(member.id) for member in members]
        request = messages_pb2.PreviewDecisionsRequest(contact_ids=ids, send_time=at)
        answer = self._notify.call(
            stub.PreviewDecisions, request, timeout=TIMEOUT, idempotency_key=""
        )
        decision = messages_pb2.Decision
        held = [each for each in answer.decisions if each.outcome != decision.SEND]
        reasons = Counter((each.reason, each.outcome == decision.WAIT) for each in held)
        reasons["NOT_CHECKED", False] = len(members) - len(answer.decisions)
        return reasons


def _members(tx: Transaction, campaign: Campaign) -> tuple[Count, list[Member]]:
    """How many there are, and the first ones."""
    segment = tx.session.get(Segment, campaign.segment_id)
    if segment is None:
        return Count(0, capped=False), []
    inside = readable(segment)
    columns = (Contact.id, Contact.email, Contact.marketing_consent)
    first = inside.with_only_columns(*columns, maintain_column_froms=True)
    rows = tx.execute(first.order_by(SegmentMember.contact_id).limit(EXAMINED))
    members = [Member(row.id, row.email, row.marketing_consent) for row in rows]
    return CONTACTS.count(tx, inside), members
