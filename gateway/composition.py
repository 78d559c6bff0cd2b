"""The gateway put together from its settings: the one place that knows all its parts."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from chassis import heartbeat, service
from chassis.clock import Clock
from chassis.database import Database
from gateway.backends.calls import Backend
from gateway.backends.channels import ChannelBackend, NotServing
from gateway.backends.everywhere import SHARED, Everywhere
from gateway.cache import connect
from gateway.catalogue import Catalogue, load
from gateway.doorkeeping import doorkeeping
from gateway.parts import Check, Parts
from gateway.public.calls import PublicParts
from gateway.public.routes import blueprint
from gateway.settings import GatewaySettings

DESCRIPTORS = Path(__file__).resolve().parent.parent / "gen/crm.binpb"


def compose(settings: GatewaySettings) -> Parts:
    """The parts of a gateway. Opens connections, so call it in the process that serves."""
    catalogue = load(DESCRIPTORS)
    database = Database(
        settings.database_url.get_secret_value(),
        service="gateway",
        clock=Clock(),
        pool_size=settings.database_pool,
    )
    inside = service.Parts(settings=settings, database=database, clock=database.clock)
    door = doorkeeping(inside, settings, catalogue)
    services = channels(catalogue, settings.addresses)
    backends: dict[str, Backend] = {**services, "gateway": door.backend}
    backends[SHARED] = Everywhere(backends, catalogue)
    public = PublicParts(catalogue, backends, door.admit, settings.public_origin)
    return Parts(
        catalogue=catalogue,
        backends=backends,
        authenticate=door.authenticate,
        authorize=door.authorize,
        admit=door.admit,
        sign=door.sign,
        responsible=door.responsible,
        blueprints=[door.sign_in, blueprint(public)],
        checks=[
            door.check,
            *redis_checks(settings),
            *own_role_checks(database),
            *role_checks(services),
        ],
        origins=settings.origins,
        trusted_proxies=settings.trusted_proxies,
        https=settings.https,
    )


def channels(catalogue: Catalogue, addresses: Mapping[str, str]) -> dict[str, ChannelBackend]:
    """A channel for every service that has an address."""
    return {
        name: ChannelBackend(address, (m for m in catalogue.methods if m.backend in (name, SHARED)))
        for name, address in addresses.items()
    }


def role_checks(services: Mapping[str, ChannelBackend]) -> list[Check]:
    """Whether the workers and relays of the services tick: "leads.worker". None is required, what
    waits for them is kept."""
    return [
        Check(f"{name}.{role}", partial(channel.check, part=role), required=False)
        for name, channel in services.items()
        for role in heartbeat.ROLES
    ]


def own_role_checks(database: Database) -> list[Check]:
    """The same of the gateway's own, which no other process looks at."""

    def check(role: str, _: float) -> None:
        if not heartbeat.ticking(database)[role]:
            raise NotServing(f"no {role} ticks")

    roles = heartbeat.ROLES
    return [Check(f"gateway.{role}", partial(check, role), required=False) for role in roles]


def redis_checks(settings: GatewaySettings) -> list[Check]:
    """Redis may vanish: it is looked at, and never required."""
    url = settings.redis_url.get_secret_value()
    if not url:
        return []
    redis = connect(url)
    return [Check("redis", lambda _: redis.ping(), required=False)]
