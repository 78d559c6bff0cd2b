"""What the notify service is made of."""

from collections.abc import Sequence

from crm.notify.v1 import (
    bounces_pb2_grpc,
    engagement_pb2_grpc,
    messages_pb2_grpc,
    notifications_pb2_grpc,
    preferences_pb2_grpc,
    sequences_pb2_grpc,
    suppressions_pb2_grpc,
    templates_pb2_grpc,
)

from chassis.listing import PageTokens
from chassis.service import Parts, Service, Servicer
from services.notify.bounces.actions import Bounces
from services.notify.bounces.rpc import BounceService
from services.notify.campaigns.reactions import CampaignReactions
from services.notify.complaints.reactions import ComplaintReactions
from services.notify.contacts_copy.reactions import ContactReactions
from services.notify.engagement.actions import Engagements, Known
from services.notify.engagement.reactions import EngagementReactions
from services.notify.engagement.rpc import EngagementService
from services.notify.links import Links
from services.notify.messages.actions import Messages
from services.notify.messages.letters import Letterhead
from services.notify.messages.mailer import Mailer
from services.notify.messages.previewing import Previews
from services.notify.messages.reactions import MessageReactions
from services.notify.messages.rpc import MessageService
from services.notify.messages.sending import SendingReactions
from services.notify.notifications.actions import Notifications
from services.notify.notifications.reactions import NotificationReactions
from services.notify.notifications.rpc import NotificationService
from services.notify.people.reactions import PeopleReactions
from services.notify.preferences.actions import Preferences
from services.notify.preferences.rpc import PreferenceService
from services.notify.sequences.actions import Enrolments, Sequences
from services.notify.sequences.reactions import SequenceReactions
from services.notify.sequences.rpc import SequenceService
from services.notify.suppressions.actions import Suppressions
from services.notify.suppressions.rpc import SuppressionService
from services.notify.templates.actions import Templates
from services.notify.templates.rpc import TemplateService


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of notify."""
    database, links = parts.database, links_of(parts)
    tokens = PageTokens(parts.settings.page_token_key.get_secret_value())
    templates = TemplateService(Templates(database, tokens))
    messages = MessageService(Messages(database, tokens, links), Previews(database))
    suppressions = SuppressionService(Suppressions(database, tokens))
    preferences = PreferenceService(Preferences(database, links))
    notifications = NotificationService(Notifications(database, tokens))
    bounces = BounceService(Bounces(database))
    engagement = EngagementService(Engagements(database, links, Known()))
    sequences = SequenceService(Sequences(database, tokens), Enrolments(database, tokens))
    return [
        (templates_pb2_grpc.add_TemplateServiceServicer_to_server, templates),
        (messages_pb2_grpc.add_MessageServiceServicer_to_server, messages),
        (suppressions_pb2_grpc.add_SuppressionServiceServicer_to_server, suppressions),
        (preferences_pb2_grpc.add_PreferenceServiceServicer_to_server, preferences),
        (notifications_pb2_grpc.add_NotificationServiceServicer_to_server, notifications),
        (bounces_pb2_grpc.add_BounceServiceServicer_to_server, bounces),
        (engagement_pb2_grpc.add_EngagementServiceServicer_to_server, engagement),
        (sequences_pb2_grpc.add_SequenceServiceServicer_to_server, sequences),
    ]


def reactions(parts: Parts) -> Sequence[object]:
    """What notify does when it hears facts or a timer falls due."""
    links = links_of(parts)
    letterhead = Letterhead(parts.settings.mail_from, links)
    url = parts.settings.smtp_url.get_secret_value()
    mailer = Mailer(url, hello=letterhead.domain) if url else None
    return [
        ContactReactions(),
        PeopleReactions(),
        ComplaintReactions(),
        MessageReactions(links),
        CampaignReactions(links),
        NotificationReactions(links),
        SequenceReactions(links),
        EngagementReactions(),
        SendingReactions(parts.database, letterhead, mailer),
    ]


def links_of(parts: Parts) -> Links:
    """The links in messages, signed with a key every process of the service has."""
    key = parts.settings.page_token_key.get_secret_value()
    return Links(key, parts.settings.public_url)


SERVICE = Service(name="notify", servicers=servicers, reactions=reactions)
