"""What notify does for campaigns."""

from collections.abc import Sequence
from uuid import UUID

from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Unavailable
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.campaigns.model import StoppedCampaign
from services.notify.contacts_copy.model import ContactCopy
from services.notify.links import Links
from services.notify.messages.accepting import Order, accept_once
from services.notify.messages.model import Message, State
from services.notify.templates.model import Purpose


class CampaignReactions:
    """One message each; whether it goes out is the contact guard's decision."""

    def __init__(self, links: Links) -> None:
        self._links = links

    @reacts_to(leads.CampaignRecipientsListed)
    def write_to_recipients(self, fact: leads.CampaignRecipientsListed, tx: Transaction) -> None:
        """Makes a message for everybody who is named; a campaign is advertising, whatever its
        template says."""
        tx.lock_key("campaign", fact.campaign_id)
        if tx.session.get(StoppedCampaign, UUID(fact.campaign_id)):
            return
        for contact in _contacts(tx, fact.recipients):
            if contact.deleted:
                continue
            order = Order(
                template_key=fact.template_key,
                contact=contact,
                purpose=Purpose.PROMOTIONAL,
                campaign_id=UUID(fact.campaign_id),
                source=f"campaign:{fact.campaign_id}:{contact.id}",
                owner_id=contact.owner_id,
                team_id=contact.team_id,
            )
            accept_once(tx, order, self._links)

    @reacts_to(leads.CampaignCancelled)
    def stop_campaign(self, fact: leads.CampaignCancelled, tx: Transaction) -> None:
        """What waits of it is taken back, and recipients who are heard of late get nothing."""
        campaign_id = UUID(fact.campaign_id)
        waiting = select(Message).where(
            Message.campaign_id == campaign_id, Message.state == State.QUEUED
        )
        tx.lock_key("campaign", fact.campaign_id)
        tx.execute(insert(StoppedCampaign).values(id=campaign_id).on_conflict_do_nothing())
        for message in tx.session.scalars(waiting.order_by(Message.id).with_for_update()):
            message.cancel()  # its timer finds that out


def _contacts(
    tx: Transaction, recipients: Sequence[leads.CampaignRecipientsListed.Recipient]
) -> list[ContactCopy]:
    """The copies. Raises Unavailable when leads has not told of somebody yet: tried again."""
    wanted = {UUID(recipient.contact_id) for recipient in recipients}
    chosen = select(ContactCopy).where(ContactCopy.id.in_(wanted)).order_by(ContactCopy.id)
    found = [*tx.session.scalars(chosen)]
    if len(found) < len(wanted):
        raise Unavailable("CONTACT_UNKNOWN", "Leads has not told of all these contacts yet.")
    return found
