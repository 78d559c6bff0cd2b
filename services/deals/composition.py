"""What the deals service is made of."""

from collections.abc import Sequence

from crm.deals.v1 import (
    activities_pb2_grpc,
    contracts_pb2_grpc,
    deals_pb2_grpc,
    pipelines_pb2_grpc,
    reports_pb2_grpc,
    usage_pb2_grpc,
)

from chassis.listing import PageTokens
from chassis.service import Parts, Service, Servicer
from services.deals.activities.actions import Activities
from services.deals.activities.playbooks import PlaybookReactions
from services.deals.activities.reactions import ActivityReactions
from services.deals.activities.rpc import ActivityService
from services.deals.contacts_copy.reactions import ContactReactions
from services.deals.contracts.actions import Contracts
from services.deals.contracts.reactions import ContractReactions
from services.deals.contracts.rpc import ContractService
from services.deals.deals.actions import Deals
from services.deals.deals.board import Boards
from services.deals.deals.rpc import DealService
from services.deals.pipelines.actions import Pipelines
from services.deals.pipelines.rpc import PipelineService
from services.deals.reports.actions import Reports
from services.deals.reports.rpc import ReportService
from services.deals.usage.actions import Usage, UsagePolicies
from services.deals.usage.reactions import UsageReactions
from services.deals.usage.rpc import UsageService


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of deals."""
    database, clock = parts.database, parts.clock
    tokens = PageTokens(parts.settings.page_token_key.get_secret_value())
    deals = DealService(Deals(database, tokens), Boards(database), clock)
    activities = ActivityService(Activities(database, tokens))
    contracts = ContractService(Contracts(database, tokens))
    usage = UsageService(Usage(database, tokens), UsagePolicies(database))
    pipelines = PipelineService(Pipelines(database))
    return [
        (pipelines_pb2_grpc.add_PipelineServiceServicer_to_server, pipelines),
        (deals_pb2_grpc.add_DealServiceServicer_to_server, deals),
        (activities_pb2_grpc.add_ActivityServiceServicer_to_server, activities),
        (contracts_pb2_grpc.add_ContractServiceServicer_to_server, contracts),
        (usage_pb2_grpc.add_UsageServiceServicer_to_server, usage),
        (reports_pb2_grpc.add_ReportServiceServicer_to_server, ReportService(Reports(database))),
    ]


def reactions(_: Parts) -> Sequence[object]:
    """What deals does when it hears facts or a timer falls due."""
    return [
        ContactReactions(),
        ActivityReactions(),
        PlaybookReactions(),
        ContractReactions(),
        UsageReactions(),
    ]


SERVICE = Service(name="deals", servicers=servicers, reactions=reactions)
