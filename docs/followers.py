"""Who follows which fact, read from the compositions of all services."""

import importlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from chassis import reactions
from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database
from chassis.service import Parts, Service

SERVICES = Path(__file__).resolve().parent.parent / "services"


def followers() -> dict[str, list[str]]:
    """Type of a fact -> "deals: ContactReactions.follow_merge", sorted."""
    found = defaultdict(list)
    for service in services():
        parts = nowhere(service.name)
        for reaction in reactions.collect(service.reactions(parts)).values():
            for fact in reaction.facts:
                found[fact].append(f"{service.name}: {reaction.name}")
        parts.database.close()
    return {fact: sorted(names) for fact, names in found.items()}


def services() -> Iterator[Service]:
    """Every service with a composition, by name."""
    for composition in sorted(SERVICES.glob("*/composition.py")):
        module = importlib.import_module(f"services.{composition.parent.name}.composition")
        yield module.SERVICE


def nowhere(name: str) -> Parts:
    """Parts that connect to nothing unless used."""
    url, clock = "postgresql://nobody@127.0.0.1:1/none", Clock()
    settings = Settings(
        environment="test",
        database_url=SecretStr(url),
        identity_public_key=SecretStr(""),
        page_token_key=SecretStr("never used to sign"),
    )
    database = Database(url, service=name, clock=clock, pool_size=1)
    return Parts(settings=settings, database=database, clock=clock)
