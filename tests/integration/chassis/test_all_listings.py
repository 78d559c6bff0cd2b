"""Every list of every service: its fields and orders exist in the migrated database."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

import services
from chassis import context
from chassis.context import system_call
from chassis.database import Database
from chassis.filtering import Field
from chassis.filtering.kinds import Choice, Tags
from chassis.listing import Listing, PageTokens, Query
from chassis.roles import migrations_of

TOKENS = PageTokens("a key")
VALUES = {
    "text": ["<= a", ":a", "= a*", "!= a", "in (a, null)"],
    "number": ["= 1", "> 1.5", "in (1, 2.5)"],
    "boolean": ["= true"],
    "time": ["= today", "> now-1d"],
    "date": ["= anniversary", "< this_year"],
    "id": ["= 01937b5e-7c00-7000-8000-00000000000a"],
}


def all_listings() -> Iterator[tuple[str, Listing[object]]]:
    """Every listing in the modules of the services, with the package it belongs to."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        package = ".".join(module.name.split(".")[:2])
        if module.name.endswith("__main__") or ".migrations" in module.name:
            continue
        if not list(migrations_of(package).glob("versions/*.py")):
            continue
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, Listing):
                yield package, found


LISTINGS = {
    f"{package}: {listing.model.__name__}": (package, listing)
    for package, listing in all_listings()
}


def terms(field: Field) -> list[str]:
    """Something of everything that may be asked of a field."""
    asked = [":*", "= null", *VALUES.get(field.kind.name, [])]
    if isinstance(field.kind, Choice):
        asked.append(f"= {field.kind.options[0]}")
    if isinstance(field.kind, Tags):
        asked.append(f"in (a, {field.kind.options[0] if field.kind.options else 'b'})")
    return [f"{field.name} {each}" for each in asked]


@pytest.mark.parametrize("name", LISTINGS)
def test_every_field_and_order_of_a_list_works(
    name: str, database_of: Callable[[str], AbstractContextManager[Database]]
) -> None:
    package, listing = LISTINGS[name]
    fields = listing.fields.all().values()
    queries = [Query(filter=term) for field in fields for term in terms(field)]
    queries += [Query(order_by=f"{order} desc") for order in listing.orders.names]
    with (
        database_of(package) as database,
        context.use(system_call("test")),
        database.reading() as tx,
    ):
        for query in queries:
            page = listing.page(tx, tx.select(listing.model), query, TOKENS)
            assert page.next_page_token == ""
