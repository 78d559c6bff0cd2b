"""What the leads service is made of."""

from collections.abc import Sequence

from crm.leads.v1 import (
    assignment_pb2_grpc,
    campaigns_pb2_grpc,
    cleanup_pb2_grpc,
    companies_pb2_grpc,
    confirmations_pb2_grpc,
    contacts_pb2_grpc,
    conversion_pb2_grpc,
    fields_pb2_grpc,
    follow_up_pb2_grpc,
    forms_pb2_grpc,
    imports_pb2_grpc,
    journey_pb2_grpc,
    lifecycle_pb2_grpc,
    merging_pb2_grpc,
    occasions_pb2_grpc,
    scoring_pb2_grpc,
    segments_pb2_grpc,
    timeline_pb2_grpc,
    tracking_pb2_grpc,
)

from chassis.calling import Callee
from chassis.listing import PageTokens
from chassis.service import Parts, Service, Servicer
from chassis.signed_ids import SignedIds
from services.leads.assignment.actions import AssignmentRules, Assignments
from services.leads.assignment.assigning import Assigning
from services.leads.assignment.reactions import AssignmentReactions
from services.leads.assignment.rpc import AssignmentService
from services.leads.campaigns.actions import Campaigns
from services.leads.campaigns.letters import Letters
from services.leads.campaigns.previewing import Previews
from services.leads.campaigns.reactions import CampaignReactions
from services.leads.campaigns.rpc import CampaignService
from services.leads.cleanup.actions import Cleanup, CleanupPolicies
from services.leads.cleanup.reactions import CleanupReactions
from services.leads.cleanup.rpc import CleanupService
from services.leads.companies.actions import Companies
from services.leads.companies.rpc import CompanyService
from services.leads.confirmations.actions import Confirmations
from services.leads.confirmations.rpc import ConfirmationService
from services.leads.contacts.actions import Contacts
from services.leads.contacts.arrivals import Arrivals
from services.leads.contacts.bulk import BulkContacts
from services.leads.contacts.consents import Consents
from services.leads.contacts.export import Export
from services.leads.contacts.reactions import ArrivalReactions, ConsentReactions
from services.leads.contacts.rpc import ContactService
from services.leads.conversion.actions import Conversions
from services.leads.conversion.rpc import ConversionService
from services.leads.fields.actions import Fields
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.rpc import FieldService
from services.leads.follow_up.actions import FollowUpPolicies
from services.leads.follow_up.reactions import FollowUpReactions
from services.leads.follow_up.rpc import FollowUpService
from services.leads.forms.actions import Forms
from services.leads.forms.reactions import FormReactions
from services.leads.forms.rpc import FormService
from services.leads.forms.submitting import Submissions
from services.leads.forms.visitors import FormTokens
from services.leads.imports.actions import Imports
from services.leads.imports.reactions import ImportReactions
from services.leads.imports.report import Report
from services.leads.imports.rpc import ImportService
from services.leads.imports.uploads import Uploads
from services.leads.journey.actions import Journey
from services.leads.journey.rpc import JourneyService
from services.leads.lifecycle.actions import Lifecycle
from services.leads.lifecycle.reactions import LifecycleReactions
from services.leads.lifecycle.rpc import LifecycleService
from services.leads.merging.actions import ContactMerging
from services.leads.merging.rpc import ContactMergingService
from services.leads.occasions.actions import OccasionPolicies
from services.leads.occasions.reactions import OccasionReactions
from services.leads.occasions.rpc import OccasionService
from services.leads.people.reactions import PeopleReactions
from services.leads.scoring.actions import Scoring
from services.leads.scoring.backtest import Backtest
from services.leads.scoring.reactions import ScoringReactions
from services.leads.scoring.rpc import ScoringService
from services.leads.scoring.scorer import Scorer
from services.leads.segments.actions import Segments
from services.leads.segments.membership import Membership
from services.leads.segments.reactions import SegmentReactions
from services.leads.segments.rpc import SegmentService
from services.leads.timeline.actions import Timeline
from services.leads.timeline.reactions import TimelineReactions
from services.leads.timeline.rpc import TimelineService
from services.leads.tracking.actions import Tracking
from services.leads.tracking.reactions import TrackingReactions
from services.leads.tracking.rpc import TrackingService


class Leads:
    """The use cases of leads, made once per process."""

    def __init__(self, parts: Parts) -> None:
        database = parts.database
        key = parts.settings.page_token_key.get_secret_value()
        tokens = PageTokens(key)
        self.catalogue = Catalogue(database)
        self.arrivals = Arrivals(self.catalogue)
        self.contacts = Contacts(database, tokens, self.catalogue, self.arrivals)
        self.bulk = BulkContacts(database, self.catalogue, self.arrivals)
        self.consents = Consents(database, tokens)
        self.export = Export(database, tokens, self.catalogue)
        self.companies = Companies(database, tokens, self.catalogue)
        self.timeline = Timeline(database, tokens)
        self.scorer = Scorer(self.catalogue)
        self.scoring = Scoring(database, self.catalogue, self.scorer)
        self.lifecycle = Lifecycle(database, tokens)
        self.tracking = Tracking(database)
        self.fields = Fields(database, self.catalogue)
        self.forms = Forms(database, self.catalogue, tokens)
        self.confirmations = Confirmations(database, SignedIds(key), parts.settings.public_url)
        self.submissions = Submissions(
            database, self.arrivals, self.catalogue, FormTokens(key), self.confirmations
        )
        self.imports = Imports(database, self.catalogue, tokens)
        self.uploads = Uploads(database, self.catalogue)
        self.report = Report(database)
        self.assigning = Assigning(self.catalogue)
        self.assignment_rules = AssignmentRules(database, self.catalogue)
        self.assignments = Assignments(database, self.assigning, tokens)
        self.membership = Membership(self.catalogue)
        self.segments = Segments(database, self.catalogue, self.membership, tokens)
        self.merging = ContactMerging(database, tokens)
        self.campaigns = Campaigns(database, tokens)
        self.cleanup = Cleanup(database, tokens)


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of leads."""
    leads = Leads(parts)
    return [*of_people(leads), *of_capture(leads, parts), *of_the_journey(leads, parts)]


def of_people(leads: Leads) -> Sequence[Servicer]:
    """Who they are and what is known of them."""
    contacts = ContactService(
        leads.contacts,
        bulk=leads.bulk,
        consents=leads.consents,
        export=leads.export,
        catalogue=leads.catalogue,
    )
    merging = ContactMergingService(leads.merging, leads.catalogue)
    companies = CompanyService(leads.companies, leads.catalogue)
    segments = SegmentService(leads.segments, leads.catalogue)
    return [
        (contacts_pb2_grpc.add_ContactServiceServicer_to_server, contacts),
        (merging_pb2_grpc.add_ContactMergingServiceServicer_to_server, merging),
        (companies_pb2_grpc.add_CompanyServiceServicer_to_server, companies),
        (timeline_pb2_grpc.add_TimelineServiceServicer_to_server, TimelineService(leads.timeline)),
        (fields_pb2_grpc.add_FieldServiceServicer_to_server, FieldService(leads.fields)),
        (segments_pb2_grpc.add_SegmentServiceServicer_to_server, segments),
    ]


def of_capture(leads: Leads, parts: Parts) -> Sequence[Servicer]:
    """How they come to us, and which of them are worth keeping."""
    forms = FormService(leads.forms, leads.submissions, public_url=parts.settings.public_url)
    imports = ImportService(leads.imports, leads.uploads, leads.report)
    confirmations = ConfirmationService(leads.confirmations)
    tracking = TrackingService(leads.tracking, parts.clock)
    cleanup = CleanupService(CleanupPolicies(parts.database), leads.cleanup)
    return [
        (forms_pb2_grpc.add_FormServiceServicer_to_server, forms),
        (confirmations_pb2_grpc.add_ConfirmationServiceServicer_to_server, confirmations),
        (imports_pb2_grpc.add_ImportServiceServicer_to_server, imports),
        (cleanup_pb2_grpc.add_CleanupServiceServicer_to_server, cleanup),
        (tracking_pb2_grpc.add_TrackingServiceServicer_to_server, tracking),
    ]


def of_the_journey(leads: Leads, parts: Parts) -> Sequence[Servicer]:
    """How far they are, who sees to them, and what they are sent."""
    deals = Callee("deals", parts.settings.addresses.get("deals", ""))
    conversion = ConversionService(Conversions(parts.database, deals), leads.catalogue)
    assignment = AssignmentService(leads.assignment_rules, leads.assignments)
    follow_up = FollowUpService(FollowUpPolicies(parts.database))
    occasions = OccasionService(OccasionPolicies(parts.database))
    journey = JourneyService(Journey(parts.database))
    scoring = ScoringService(leads.scoring, Backtest(parts.database, leads.catalogue))
    lifecycle = LifecycleService(leads.lifecycle, leads.catalogue)
    notify = Callee("notify", parts.settings.addresses.get("notify", ""))
    previews = Previews(parts.database, notify)
    letters = Letters(parts.database, notify)
    campaigns = CampaignService(leads.campaigns, previews, letters, parts.database)
    return [
        (scoring_pb2_grpc.add_ScoringServiceServicer_to_server, scoring),
        (lifecycle_pb2_grpc.add_LifecycleServiceServicer_to_server, lifecycle),
        (assignment_pb2_grpc.add_AssignmentServiceServicer_to_server, assignment),
        (follow_up_pb2_grpc.add_FollowUpServiceServicer_to_server, follow_up),
        (occasions_pb2_grpc.add_OccasionServiceServicer_to_server, occasions),
        (conversion_pb2_grpc.add_ConversionServiceServicer_to_server, conversion),
        (campaigns_pb2_grpc.add_CampaignServiceServicer_to_server, campaigns),
        (journey_pb2_grpc.add_JourneyServiceServicer_to_server, journey),
    ]


def reactions(parts: Parts) -> Sequence[object]:
    """What leads does by itself."""
    leads = Leads(parts)
    assignment = AssignmentReactions(leads.assigning)
    return [
        FormReactions(),
        ImportReactions(leads.catalogue, leads.arrivals),
        PeopleReactions(),
        ArrivalReactions(leads.arrivals),
        assignment,
        FollowUpReactions(assignment),
        ScoringReactions(leads.scorer),
        LifecycleReactions(),
        SegmentReactions(leads.membership),
        CampaignReactions(),
        OccasionReactions(),
        CleanupReactions(),
        TimelineReactions(),
        TrackingReactions(),
        ConsentReactions(),
    ]


SERVICE = Service(name="leads", servicers=servicers, reactions=reactions)
