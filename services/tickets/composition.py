"""What the tickets service is made of."""

from collections.abc import Sequence

from crm.tickets.v1 import (
    attachments_pb2_grpc,
    inbound_mail_pb2_grpc,
    macros_pb2_grpc,
    merging_pb2_grpc,
    messages_pb2_grpc,
    nps_pb2_grpc,
    policies_pb2_grpc,
    portal_pb2_grpc,
    presence_pb2_grpc,
    reports_pb2_grpc,
    routing_pb2_grpc,
    splitting_pb2_grpc,
    surveys_pb2_grpc,
    tickets_pb2_grpc,
)

from chassis.listing import PageTokens
from chassis.live import Live
from chassis.service import Parts, Service, Servicer
from services.tickets.attachments.actions import Attachments
from services.tickets.attachments.rpc import AttachmentService
from services.tickets.contacts_copy.reactions import ContactReactions
from services.tickets.inbound_mail.actions import InboundMail
from services.tickets.inbound_mail.rpc import InboundMailService
from services.tickets.macros.actions import Macros
from services.tickets.macros.rpc import MacroService
from services.tickets.merging.actions import Merging
from services.tickets.merging.rpc import MergingService
from services.tickets.messages.actions import Messages
from services.tickets.messages.rpc import MessageService
from services.tickets.nps.actions import NpsPolicies, NpsSurveys
from services.tickets.nps.reactions import NpsReactions
from services.tickets.nps.report import NpsReports
from services.tickets.nps.rpc import NpsService
from services.tickets.people.reactions import PeopleReactions
from services.tickets.portal.actions import Portal
from services.tickets.portal.rpc import PortalService
from services.tickets.presence.actions import Presence
from services.tickets.presence.rpc import PresenceService
from services.tickets.reports.actions import Reports
from services.tickets.reports.rpc import ReportService
from services.tickets.routing.actions import Routings
from services.tickets.routing.rpc import RoutingService
from services.tickets.signing import Links
from services.tickets.sla.actions import Policies
from services.tickets.sla.reactions import SlaReactions
from services.tickets.sla.replanning import ReplanReactions
from services.tickets.sla.rpc import PolicyService
from services.tickets.splitting.actions import Splitting
from services.tickets.splitting.rpc import SplittingService
from services.tickets.surveys.actions import Surveys
from services.tickets.surveys.rpc import SurveyService
from services.tickets.tickets.actions import Tickets
from services.tickets.tickets.reactions import TicketReactions
from services.tickets.tickets.rpc import TicketService


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of tickets."""
    database, key = parts.database, parts.settings.page_token_key.get_secret_value()
    tokens, links = PageTokens(key), Links(parts.settings.public_url, key)
    tickets = TicketService(Tickets(database, tokens, links))
    messages = MessageService(Messages(database, tokens, links))
    attachments = AttachmentService(Attachments(database))
    inbound = InboundMailService(InboundMail(database, links))
    surveys = SurveyService(Surveys(database, links))
    nps = NpsService(
        NpsSurveys(database, tokens, links), NpsPolicies(database), NpsReports(database)
    )
    macros = MacroService(Macros(database, tokens, links))
    screens = Live(parts.settings.redis_url.get_secret_value(), service="tickets")
    splitting = SplittingService(Splitting(database))
    presence = PresenceService(Presence(database, screens))
    return [
        (tickets_pb2_grpc.add_TicketServiceServicer_to_server, tickets),
        (messages_pb2_grpc.add_MessageServiceServicer_to_server, messages),
        (attachments_pb2_grpc.add_AttachmentServiceServicer_to_server, attachments),
        (inbound_mail_pb2_grpc.add_InboundMailServiceServicer_to_server, inbound),
        (splitting_pb2_grpc.add_SplittingServiceServicer_to_server, splitting),
        (surveys_pb2_grpc.add_SurveyServiceServicer_to_server, surveys),
        (nps_pb2_grpc.add_NpsServiceServicer_to_server, nps),
        (macros_pb2_grpc.add_MacroServiceServicer_to_server, macros),
        (merging_pb2_grpc.add_MergingServiceServicer_to_server, MergingService(Merging(database))),
        (portal_pb2_grpc.add_PortalServiceServicer_to_server, PortalService(Portal(database))),
        (presence_pb2_grpc.add_PresenceServiceServicer_to_server, presence),
        (reports_pb2_grpc.add_ReportServiceServicer_to_server, ReportService(Reports(database))),
        (routing_pb2_grpc.add_RoutingServiceServicer_to_server, RoutingService(Routings(database))),
        (policies_pb2_grpc.add_PolicyServiceServicer_to_server, PolicyService(Policies(database))),
    ]


def reactions(parts: Parts) -> Sequence[object]:
    """What tickets does when it hears facts or a timer falls due."""
    key = parts.settings.page_token_key.get_secret_value()
    return [
        NpsReactions(Links(parts.settings.public_url, key)),
        ContactReactions(),
        PeopleReactions(),
        TicketReactions(),
        SlaReactions(),
        ReplanReactions(),
    ]


SERVICE = Service(name="tickets", servicers=servicers, reactions=reactions)
