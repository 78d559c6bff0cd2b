"""CampaignService: a message in, a use case, a message out."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from crm.leads.v1 import campaigns_pb2 as pb
from crm.leads.v1 import campaigns_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.campaigns import results
from services.leads.campaigns.actions import Campaigns
from services.leads.campaigns.letters import Letters
from services.leads.campaigns.model import Campaign
from services.leads.campaigns.previewing import Previews


class CampaignService(campaigns_pb2_grpc.CampaignServiceServicer):
    """Writes to segments."""

    def __init__(
        self, campaigns: Campaigns, previews: Previews, letters: Letters, database: Database
    ) -> None:
        self._campaigns = campaigns
        self._previews = previews
        self._letters = letters
        self._database = database

    def GetCampaign(self, request: pb.GetCampaignRequest, _: Any) -> pb.Campaign:
        return self._shown(self._campaigns.get(parse_id(request.id, "campaign")))

    def ListCampaigns(self, request: pb.ListCampaignsRequest, _: Any) -> pb.ListCampaignsResponse:
        page = self._campaigns.list(Query.of(request))
        found = self._all_shown(page.items)
        return pb.ListCampaignsResponse(campaigns=found, next_page_token=page.next_page_token)

    def CreateCampaign(self, request: pb.CreateCampaignRequest, _: Any) -> pb.Campaign:
        return self._shown(self._campaigns.create(masks.values(request.campaign, Campaign)))

    def UpdateCampaign(self, request: pb.UpdateCampaignRequest, _: Any) -> pb.Campaign:
        given = request.campaign
        changes = masks.changes(given, request.update_mask, Campaign)
        campaign_id = parse_id(given.id, "campaign")
        return self._shown(self._campaigns.update(campaign_id, changes, etag=given.etag))

    def DeleteCampaign(self, request: pb.DeleteCampaignRequest, _: Any) -> Empty:
        self._campaigns.delete(parse_id(request.id, "campaign"), etag=request.etag)
        return Empty()

    def ScheduleCampaign(self, request: pb.ScheduleCampaignRequest, _: Any) -> pb.Campaign:
        if not request.HasField("start_time"):
            raise InvalidArgument.of("start_time", "is required")
        moment = request.start_time.ToDatetime(tzinfo=UTC)
        campaign_id = parse_id(request.id, "campaign")
        self._letters.require(campaign_id)
        return self._shown(self._campaigns.plan(campaign_id, moment, etag=request.etag))

    def UnscheduleCampaign(self, request: pb.UnscheduleCampaignRequest, _: Any) -> pb.Campaign:
        campaign_id = parse_id(request.id, "campaign")
        return self._shown(self._campaigns.unplan(campaign_id, etag=request.etag))

    def LaunchCampaign(self, request: pb.LaunchCampaignRequest, _: Any) -> pb.Campaign:
        campaign_id = parse_id(request.id, "campaign")
        self._letters.require(campaign_id)
        return self._shown(self._campaigns.launch(campaign_id, etag=request.etag))

    def PauseCampaign(self, request: pb.PauseCampaignRequest, _: Any) -> pb.Campaign:
        campaign_id = parse_id(request.id, "campaign")
        return self._shown(self._campaigns.pause(campaign_id, etag=request.etag))

    def ResumeCampaign(self, request: pb.ResumeCampaignRequest, _: Any) -> pb.Campaign:
        campaign_id = parse_id(request.id, "campaign")
        return self._shown(self._campaigns.resume(campaign_id, etag=request.etag))

    def CancelCampaign(self, request: pb.CancelCampaignRequest, _: Any) -> pb.Campaign:
        campaign_id = parse_id(request.id, "campaign")
        return self._shown(self._campaigns.cancel(campaign_id, etag=request.etag))

    def PreviewCampaign(self, request: pb.PreviewCampaignRequest, _: Any) -> pb.CampaignPreview:
        found = self._previews.preview(parse_id(request.id, "campaign"))
        return pb.CampaignPreview(
            member_count=found.members.count,
            capped=found.members.capped,
            examined_count=found.examined,
            send_count=found.examined - found.reasons.total(),
            reasons=[
                pb.PreviewedReason(reason=reason, later=later, count=count)
                for (reason, later), count in found.reasons.most_common()
            ],
            complete=found.complete,
            preview_time=found.at,
        )

    def ListCampaignRecipients(
        self, request: pb.ListCampaignRecipientsRequest, _: Any
    ) -> pb.ListCampaignRecipientsResponse:
        campaign_id = parse_id(request.campaign_id, "campaign")
        page = self._campaigns.recipients(campaign_id, Query.of(request))
        shown = [
            to_message(recipient, pb.CampaignRecipient, contact_name=name)
            for recipient, name in page.items
        ]
        return pb.ListCampaignRecipientsResponse(
            recipients=shown, next_page_token=page.next_page_token
        )

    def _shown(self, campaign: Campaign) -> pb.Campaign:
        (shown,) = self._all_shown([campaign])
        return shown

    def _all_shown(self, campaigns: Sequence[Campaign]) -> list[pb.Campaign]:
        found = results.of(self._database, [campaign.id for campaign in campaigns])
        return [
            to_message(campaign, pb.Campaign, **asdict(found[campaign.id]))
            for campaign in campaigns
        ]
