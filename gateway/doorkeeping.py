"""Who comes in: accounts put together as the parts the gateway's app asks for."""

from dataclasses import dataclass
from functools import partial
from typing import cast

import grpc
from flask import Blueprint

from chassis import standard
from chassis.identity_tokens import Signer, Verifier
from chassis.interceptors import Pipeline
from chassis.service import Parts
from gateway.accounts.composition import UseCases, served, use_cases
from gateway.accounts.credentials import Credentials
from gateway.accounts.explanations import Explanations
from gateway.accounts.invitations.accepting import Accepting
from gateway.accounts.permissions import Permissions
from gateway.accounts.sessions.devices import Devices
from gateway.accounts.sessions.signing_in import SigningIn
from gateway.admission import Admission, CountedRefusals
from gateway.authentication import Authenticator, Cookies
from gateway.authorization import Authorizer
from gateway.backends.in_process import InProcess
from gateway.catalogue import Catalogue
from gateway.csrf import Csrf
from gateway.invitation import add_invitation
from gateway.live.place import place
from gateway.parts import Admit, Authenticate, Authorize, Check, Sign
from gateway.rate_limit import Limits
from gateway.responsible import Responsible
from gateway.settings import GatewaySettings
from gateway.sign_in import SignInParts, blueprint


@dataclass(frozen=True)
class Doorkeeping:
    """What gateway.parts.Parts needs of accounts; `backend` serves package crm.gateway.v1."""

    backend: InProcess
    authenticate: Authenticate
    authorize: Authorize
    admit: Admit
    sign: Sign
    responsible: Responsible
    sign_in: Blueprint
    check: Check


def doorkeeping(parts: Parts, settings: GatewaySettings, catalogue: Catalogue) -> Doorkeeping:
    """Puts accounts together. The clock of parts must not be the movable one: sessions and keys
    last as long as they say, however far business time is moved."""
    cases = use_cases(parts, Permissions(catalogue), origin=settings.public_origin)
    key = settings.session_key.get_secret_value()
    credentials = Credentials(parts.database, idle=settings.session_idle)
    limits = Limits(cases.limiter, settings)
    csrf, cookies = Csrf(key, settings.public_origin), Cookies(https=settings.https)
    authenticator = Authenticator(credentials, csrf, cookies)
    opening = signing_in(parts, cases, settings)
    sign_in = SignInParts(
        signing_in=opening,
        sessions=cases.sessions,
        me=cases.me,
        credentials=credentials,
        authenticator=authenticator,
        csrf=csrf,
        cookies=cookies,
        lifetime=settings.session_lifetime,
        clock=cases.clock,
        place=partial(place, cases.cache),
    )
    routes = blueprint(sign_in)
    accepting = Accepting(parts.database, cases.hasher, cases.throttle, opening)
    add_invitation(routes, sign_in, accepting)
    return Doorkeeping(
        backend=backend(parts, cases),
        authenticate=CountedRefusals(authenticator, limits),
        authorize=Authorizer(Explanations(parts.database).holders),
        admit=Admission(limits),
        sign=Signer(settings.identity_private_key.get_secret_value()).sign,
        responsible=Responsible(parts.database),
        sign_in=routes,
        check=Check("accounts", lambda _: parts.database.ping()),
    )


def signing_in(parts: Parts, cases: UseCases, settings: GatewaySettings) -> SigningIn:
    """What turns passwords into sessions."""
    return SigningIn(
        parts.database,
        cases.hasher,
        cases.throttle,
        Devices(settings.session_key.get_secret_value()),
        cases.second_factors,
        lifetime=settings.session_lifetime,
    )


def backend(parts: Parts, cases: UseCases) -> InProcess:
    """The RPCs of accounts behind the interceptors of every service."""
    verifier = Verifier(parts.settings.identity_public_key.get_secret_value())
    pipeline = Pipeline(database=parts.database, verifier=verifier, domain="gateway")
    in_process = InProcess(pipeline.around)
    for add, servicer in [*served(cases), *standard.servicers(parts.database)]:
        add(servicer, cast(grpc.Server, in_process))  # it looks like one to generated code
    return in_process
