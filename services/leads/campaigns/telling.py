"""One step of a running campaign: the next recipients, told once whatever happens in between."""

from dataclasses import replace
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis import context, scope
from chassis.transaction import Transaction
from services.leads.campaigns.model import Campaign, CampaignRecipient, RecipientState, State
from services.leads.contacts.model import Contact
from services.leads.launchers import identity_from_json
from services.leads.segments.model import Segment, SegmentMember
from services.leads.segments.model import State as SegmentState

#: How many recipients a step tells, in one fact.
STEP = 500
Found = Row[UUID, str]


def obstacle(tx: Transaction, campaign: Campaign) -> str | None:
    """Why it cannot go on: "" when it has to wait a moment, None when nothing stands against it."""
    segment = tx.session.get(Segment, campaign.segment_id, populate_existing=True)
    if segment is None:
        return "SEGMENT_GONE"
    if segment.state is SegmentState.BROKEN:
        return "SEGMENT_BROKEN"
    return "" if segment.state is SegmentState.BUILDING else None


def nobody(tx: Transaction, campaign: Campaign) -> bool:
    """Whether its segment is known to have nobody it would go to; not while that is worked out."""
    if obstacle(tx, campaign) is not None:
        return False
    return tx.session.execute(_next(campaign).limit(1)).first() is None


def step(tx: Transaction, campaign: Campaign) -> bool:
    """Tells the next recipients of a locked campaign; False when there is none left.

    A row is kept for everybody who is told, and a person has one row: who came back into the
    segment, or was told before a crash, is not told again.
    """
    found = list(tx.session.execute(_next(campaign)))
    if found:
        _tell(tx, campaign, _new(tx, campaign, found), found[-1].id)
        return True
    campaign.state, campaign.end_time = State.FINISHED, tx.now
    fact = events.CampaignFinished(
        campaign_id=str(campaign.id),
        campaign_name=campaign.name,
        recipients=campaign.recipient_count,
    )
    tx.publish(fact, subject=campaign)
    return False


def _next(campaign: Campaign) -> Select[UUID, str]:
    """Members with an address whom the person who launched it may read, in order of id."""
    launcher = replace(context.current(), identity=identity_from_json(campaign.identity))
    readable = scope.condition(Contact, launcher.needing("contacts.read"))
    query = (
        select(Contact.id, Contact.email)
        .join(SegmentMember, SegmentMember.contact_id == Contact.id)
        .where(SegmentMember.segment_id == campaign.segment_id)
        .where(Contact.delete_time.is_(None), Contact.email != "", readable)
    )
    if campaign.last_contact_id:
        query = query.where(SegmentMember.contact_id > campaign.last_contact_id)
    return query.order_by(SegmentMember.contact_id).limit(STEP)


def _new(tx: Transaction, campaign: Campaign, found: list[Found]) -> list[Found]:
    """Those who were not told before; from now on they were."""
    rows = [
        CampaignRecipient(
            create_time=tx.now,
            update_time=tx.now,
            campaign_id=campaign.id,
            contact_id=each.id,
            email=each.email,
            state=RecipientState.TOLD,
        )
        for each in found
    ]
    names = [column.key for column in CampaignRecipient.__mapper__.column_attrs]
    values = [{name: getattr(row, name) for name in names} for row in rows]
    new = insert(CampaignRecipient).values(values).on_conflict_do_nothing()
    written = set(tx.execute(new.returning(CampaignRecipient.contact_id)).scalars())
    return [each for each in found if each.id in written]


def _tell(tx: Transaction, campaign: Campaign, told: list[Found], last: UUID) -> None:
    chunk = campaign.chunk + bool(told)
    # a statement of its own: the etag is for what people change
    mine = update(Campaign).where(Campaign.id == campaign.id)
    tx.execute(
        mine.values(
            last_contact_id=last,
            chunk=chunk,
            recipient_count=Campaign.recipient_count + len(told),
        )
    )
    if not told:
        return
    recipient = events.CampaignRecipientsListed.Recipient
    fact = events.CampaignRecipientsListed(
        campaign_id=str(campaign.id),
        campaign_name=campaign.name,
        template_key=campaign.template_key,
        number=chunk,
        recipients=[recipient(contact_id=str(each.id), email=each.email) for each in told],
    )
    tx.publish(fact, subject=campaign)
