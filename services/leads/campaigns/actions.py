"""The use cases of campaigns. Each method is one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from sqlalchemy import exists, select

from chassis import context, filtering, scope
from chassis.database import Database
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.transaction import Transaction
from services.leads.campaigns import schedule, telling
from services.leads.campaigns.model import Campaign, CampaignRecipient, RecipientState, State
from services.leads.contacts.model import Contact
from services.leads.launchers import identity_as_json
from services.leads.segments.model import Segment

LISTING = Listing(
    Campaign,
    Fields(
        *map(filtering.text, ("name", "template_key")),
        *map(filtering.uuid, ("segment_id", "owner_id", "team_id")),
        *map(filtering.time, ("create_time", "update_time", "start_time", "launch_time")),
        filtering.choice("state", State),
        search=["name"],
    ),
    orders=("create_time", "update_time", "name"),
)
RECIPIENTS = Listing(
    CampaignRecipient,
    Fields(
        filtering.choice("state", RecipientState),
        filtering.text("reason"),
        *map(filtering.time, ("open_time", "click_time", "bounce_time", "complaint_time")),
    ),
    orders=("create_time",),
)
NEVER_BEGUN = (State.DRAFT, State.SCHEDULED)


class Campaigns:
    """What can be done with campaigns."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, campaign_id: UUID) -> Campaign:
        """One campaign. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Campaign, campaign_id)

    def list(self, query: Query) -> Page[Campaign]:
        """A page of campaigns. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Campaign), query, self._tokens)

    def recipients(self, campaign_id: UUID, query: Query) -> Page[tuple[CampaignRecipient, str]]:
        """A page of the recipients the caller may read as contacts, with their names.

        Raises NotFound, InvalidArgument.
        """
        with self._database.reading() as tx:
            campaign = tx.get(Campaign, campaign_id)
            readable = scope.condition(Contact, context.current().needing("contacts.read"))
            told = select(CampaignRecipient).where(
                CampaignRecipient.campaign_id == campaign.id,
                exists().where(Contact.id == CampaignRecipient.contact_id, readable),
            )
            page = RECIPIENTS.page(tx, told, query, self._tokens)
            names = _names(tx, page.items)
        rows = [(each, names.get(each.contact_id, "")) for each in page.items]
        return Page(rows, page.next_page_token)

    def create(self, values: Mapping[str, Any]) -> Campaign:
        """A new draft. Raises InvalidArgument."""
        with self._database.transaction() as tx:
            campaign = Campaign()
            self._change(tx, campaign, owned(dict(values)))
            return tx.add(campaign)

    def update(self, campaign_id: UUID, changes: Mapping[str, Any], *, etag: str = "") -> Campaign:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument, FailedPrecondition."""
        with self._database.transaction() as tx:
            campaign = tx.get(Campaign, campaign_id, etag=etag)
            self._change(tx, campaign, changes)
            return campaign

    def delete(self, campaign_id: UUID, *, etag: str = "") -> None:
        """Removes a campaign that never began. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.require(*NEVER_BEGUN)
            schedule.stop(tx, campaign)
            tx.session.delete(campaign)

    def plan(self, campaign_id: UUID, start_time: datetime, *, etag: str = "") -> Campaign:
        """Begins by itself. Raises NotFound, Aborted, InvalidArgument, FailedPrecondition."""
        with self._database.transaction() as tx:
            if start_time <= tx.now:
                raise InvalidArgument.of("start_time", "must lie in the future")
            campaign = schedule.take(tx, campaign_id, etag=etag)
            campaign.go(State.SCHEDULED)
            campaign.start_time = start_time
            campaign.identity = identity_as_json(context.current().identity)
            schedule.start(tx, campaign, start_time)
            return campaign

    def unplan(self, campaign_id: UUID, *, etag: str = "") -> Campaign:
        """A draft again. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.go(State.DRAFT)
            campaign.start_time = None
            schedule.stop(tx, campaign)
            return campaign

    def launch(self, campaign_id: UUID, *, etag: str = "") -> Campaign:
        """A draft begins now. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.require(State.DRAFT)
            begin(tx, campaign)
            if telling.nobody(tx, campaign):
                raise FailedPrecondition(
                    "SEGMENT_EMPTY", "Nobody in the segment has an address you may write to."
                )
            return campaign

    def pause(self, campaign_id: UUID, *, etag: str = "") -> Campaign:
        """Stops for now. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.go(State.PAUSED)
            campaign.state_reason = "ASKED"
            schedule.stop(tx, campaign)
            return campaign

    def resume(self, campaign_id: UUID, *, etag: str = "") -> Campaign:
        """Goes on where it was paused. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.require(State.PAUSED)
            begin(tx, campaign)
            return campaign

    def cancel(self, campaign_id: UUID, *, etag: str = "") -> Campaign:
        """Stops for good. Raises NotFound, Aborted, FailedPrecondition."""
        with self._taken(campaign_id, etag) as (tx, campaign):
            campaign.go(State.CANCELLED)
            campaign.end_time = tx.now
            schedule.stop(tx, campaign)
            fact = events.CampaignCancelled(
                campaign_id=str(campaign.id), campaign_name=campaign.name
            )
            tx.publish(fact, subject=campaign)
            return campaign

    @contextmanager
    def _taken(self, campaign_id: UUID, etag: str) -> Iterator[tuple[Transaction, Campaign]]:
        with self._database.transaction() as tx:
            yield tx, schedule.take(tx, campaign_id, etag=etag)

    def _change(self, tx: Transaction, campaign: Campaign, values: Mapping[str, Any]) -> None:
        campaign.change(values)
        if "segment_id" in values and campaign.segment_id:
            reach = scope.condition(Segment, context.current().needing("segments.read"))
            found = select(Segment.id).where(Segment.id == campaign.segment_id, reach)
            if tx.session.scalar(found) is None:
                raise InvalidArgument.of("segment_id", "names no segment")


def begin(tx: Transaction, campaign: Campaign) -> None:
    """It runs, for the running call's caller; told when it is the first time."""
    first = campaign.launch_time is None
    campaign.go(State.RUNNING)
    campaign.begin(identity_as_json(context.current().identity), tx.now)
    schedule.step(tx, campaign)
    if first:
        tell_launch(tx, campaign)


def tell_launch(tx: Transaction, campaign: Campaign) -> None:
    """Tells that it began."""
    fact = events.CampaignLaunched(
        campaign_id=str(campaign.id),
        campaign_name=campaign.name,
        segment_id=str(campaign.segment_id),
        template_key=campaign.template_key,
    )
    tx.publish(fact, subject=campaign)


def _names(tx: Transaction, recipients: Sequence[CampaignRecipient]) -> dict[UUID, str]:
    ids = [each.contact_id for each in recipients]
    rows = tx.execute(select(Contact.id, Contact.full_name).where(Contact.id.in_(ids)))
    return {row.id: row.full_name for row in rows}
