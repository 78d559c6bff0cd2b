"""Who comes in: accounts put together as the parts the gateway's app asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import grpc
from flask import Blueprint, Request

from chassis.errors import ResourceExhausted
from chassis.identity import Identity, Signer, Verifier
from chassis.interceptors import Pipeline
from chassis.service import Parts
from gateway.accounts.composition import UseCases, served, use_cases
from gateway.accounts.credentials import Credentials
from gateway.accounts.explanations import Explanations
from gateway.accounts.permissions import Permissions
from gateway.accounts.sessions.devices import Devices
from gateway.accounts.sessions.signing_in import SigningIn
from gateway.authentication import Authenticator, Cookies
from gateway.authorization import Authorizer
from gateway.backends.in_process import InProcess
from gateway.catalogue import Catalogue, Method
from gateway.csrf import Csrf
from gateway.parts import Admit, Authenticate, Authorize, Check, Sign
from gateway.problems import Problem, from_error
from gateway.rate_limit import Limits, Verdict, headers, require
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
    sign_in: Blueprint
    check: Check


def doorkeeping(parts: Parts, settings: GatewaySettings, catalogue: Catalogue) -> Doorkeeping:
    """Puts accounts together. The clock of parts must not be the movable one: sessions and keys
    last as long as they say, however far business time is moved."""
    cases = use_cases(parts, Permissions(catalogue))
    key = settings.session_key.get_secret_value()
    credentials = Credentials(parts.database, idle=settings.session_idle)
    csrf, cookies = Csrf(key, settings.public_origin), Cookies(https=settings.https)
    authenticator = Authenticator(credentials, csrf, cookies)
    devices = Devices(key)
    signing_in = SigningIn(
        parts.database,
        cases.hasher,
        cases.throttle,
        devices,
        lifetime=settings.session_lifetime,
    )
    sign_in = SignInParts(
        signing_in=signing_in,
        sessions=cases.sessions,
        me=cases.me,
        credentials=credentials,
        authenticator=authenticator,
        csrf=csrf,
        cookies=cookies,
        lifetime=settings.session_lifetime,
    )
    return Doorkeeping(
        backend=backend(parts, cases),
        authenticate=authenticator,
        authorize=Authorizer(Explanations(parts.database).holders),
        admit=Admission(Limits(cases.limiter, settings)),
        sign=Signer(settings.identity_private_key.get_secret_value()).sign,
        sign_in=blueprint(sign_in),
        check=Check("accounts", lambda _: parts.database.ping()),
    )


def backend(parts: Parts, cases: UseCases) -> InProcess:
    """The RPCs of accounts behind the interceptors of every service."""
    verifier = Verifier(parts.settings.identity_public_key.get_secret_value())
    pipeline = Pipeline(database=parts.database, verifier=verifier, domain="gateway")
    in_process = InProcess(pipeline.around)
    for add, servicer in served(cases):
        add(servicer, cast(grpc.Server, in_process))  # it looks like one to generated code
    return in_process


class Admission:
    """Counts calls. Calling it is gateway.parts.Admit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __call__(self, request: Request, identity: Identity, method: Method) -> Mapping[str, str]:
        """The RateLimit headers. Raises Problem 429, which carries them too."""
        verdicts = self._limits.take(identity, method, request.remote_addr or "")
        try:
            require(verdicts)
        except ResourceExhausted as error:
            raise refused(error, verdicts) from None
        return headers(verdicts)


def refused(error: ResourceExhausted, verdicts: list[Verdict]) -> Problem:
    """The refusal with its headers."""
    problem = from_error(error)
    problem.headers = {**problem.headers, **headers(verdicts)}
    return problem
