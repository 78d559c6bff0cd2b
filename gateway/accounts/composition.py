"""What accounts are made of: their RPCs, and what the gateway asks of them directly."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.gateway.v1 import (
    api_keys_pb2_grpc,
    audit_pb2_grpc,
    clock_pb2_grpc,
    invitations_pb2_grpc,
    me_pb2_grpc,
    roles_pb2_grpc,
    second_factors_pb2_grpc,
    teams_pb2_grpc,
    users_pb2_grpc,
)

from chassis.listing import PageTokens
from chassis.service import Parts, Service, Servicer
from chassis.shared_clock import clock_for
from gateway.accounts import permissions
from gateway.accounts.api_keys.actions import ApiKeys
from gateway.accounts.api_keys.rpc import ApiKeyService
from gateway.accounts.audit.actions import Audit
from gateway.accounts.audit.rpc import AuditService
from gateway.accounts.clock.actions import BusinessClock
from gateway.accounts.clock.rpc import ClockService
from gateway.accounts.invitations.actions import Invitations
from gateway.accounts.invitations.rpc import InvitationService
from gateway.accounts.me.actions import Me
from gateway.accounts.me.rpc import MeService
from gateway.accounts.passwords import Hasher
from gateway.accounts.permissions import Permissions
from gateway.accounts.proof import Proof
from gateway.accounts.roles.actions import Roles
from gateway.accounts.roles.rpc import RoleService
from gateway.accounts.second_factors.actions import SecondFactors
from gateway.accounts.second_factors.rpc import SecondFactorService
from gateway.accounts.sessions.actions import Sessions
from gateway.accounts.sessions.throttle import Throttle
from gateway.accounts.teams.actions import Teams
from gateway.accounts.teams.rpc import TeamService
from gateway.accounts.users.actions import Users
from gateway.accounts.users.reactions import PresenceReactions
from gateway.accounts.users.rpc import UserService
from gateway.accounts.vault import Vault
from gateway.buckets import SharedBuckets
from gateway.cache import Cache, connect
from gateway.rate_limit import RateLimiter


@dataclass(frozen=True)
class UseCases:
    """What can be done with accounts; sign-in shares the hasher, the throttle and me."""

    users: Users
    teams: Teams
    roles: Roles
    api_keys: ApiKeys
    audit: Audit
    clock: BusinessClock
    invitations: Invitations
    me: Me
    second_factors: SecondFactors
    sessions: Sessions
    hasher: Hasher
    throttle: Throttle
    limiter: RateLimiter
    cache: Cache | None


def use_cases(parts: Parts, known: Permissions, *, origin: str = "") -> UseCases:
    """Composes the use cases; origin: where users see us, for links to pass on."""
    settings, database = parts.settings, parts.database
    key = settings.page_token_key.get_secret_value()
    tokens = PageTokens(key)
    redis = settings.redis_url.get_secret_value()
    cache = Cache(connect(redis)) if redis else None
    limiter = RateLimiter(SharedBuckets(cache) if cache else None)
    hasher, throttle = Hasher(), Throttle(limiter)
    proof = Proof(database, hasher, throttle)
    return UseCases(
        users=Users(database, tokens, hasher),
        teams=Teams(database, tokens),
        roles=Roles(database, tokens, known),
        api_keys=ApiKeys(database, tokens, known),
        audit=Audit(database, tokens),
        clock=business_clock(parts),
        invitations=Invitations(database, origin=origin),
        me=Me(database, hasher, proof, known),
        second_factors=SecondFactors(database, proof, throttle, Vault(key)),
        sessions=Sessions(database),
        hasher=hasher,
        throttle=throttle,
        limiter=limiter,
        cache=cache,
    )


def business_clock(parts: Parts) -> BusinessClock:
    """The services' clock; accounts themselves keep to the real one of their parts."""
    settings = parts.settings
    production = settings.environment == "production"
    clock = clock_for(settings.environment, settings.redis_url.get_secret_value())
    return BusinessClock(clock, movable=not production)


def served(cases: UseCases) -> Sequence[Servicer]:
    """Every RPC of accounts."""
    me = MeService(cases.me, cases.sessions)
    second_factors = SecondFactorService(cases.second_factors)
    invitations = InvitationService(cases.invitations)
    return [
        (users_pb2_grpc.add_UserServiceServicer_to_server, UserService(cases.users)),
        (teams_pb2_grpc.add_TeamServiceServicer_to_server, TeamService(cases.teams)),
        (roles_pb2_grpc.add_RoleServiceServicer_to_server, RoleService(cases.roles)),
        (api_keys_pb2_grpc.add_ApiKeyServiceServicer_to_server, ApiKeyService(cases.api_keys)),
        (audit_pb2_grpc.add_AuditServiceServicer_to_server, AuditService(cases.audit)),
        (clock_pb2_grpc.add_ClockServiceServicer_to_server, ClockService(cases.clock)),
        (invitations_pb2_grpc.add_InvitationServiceServicer_to_server, invitations),
        (me_pb2_grpc.add_MeServiceServicer_to_server, me),
        (second_factors_pb2_grpc.add_SecondFactorServiceServicer_to_server, second_factors),
    ]


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of accounts, composed from a process's parts."""
    return served(use_cases(parts, permissions.of_suite()))


def reactions(_: Parts) -> Sequence[object]:
    """What accounts do by themselves."""
    return [PresenceReactions()]


SERVICE = Service(name="gateway", servicers=servicers, reactions=reactions)
