"""The use cases of companies. Each method is one transaction."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from crm.leads.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import context, filtering, scope
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import AlreadyExists
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.search import Search
from chassis.transaction import Transaction
from services.leads.companies import domains, history, people
from services.leads.companies.model import Company
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource

FIELDS = Fields(
    *map(filtering.text, ("name", "domain", "phone", "industry", "country", "city")),
    *map(filtering.uuid, ("id", "owner_id", "team_id")),
    *map(filtering.time, ("create_time", "update_time")),
    filtering.number("employee_count"),
    filtering.tags("tags"),
    filtering.custom("custom_fields"),
)
ORDERS = ("create_time", "update_time", "name", "domain")
LISTING = Listing(Company, FIELDS, orders=ORDERS)
SEARCH = Search(Company)


class Companies:
    """What can be done with companies."""

    def __init__(self, database: Database, tokens: PageTokens, catalogue: Catalogue) -> None:
        self._database = database
        self._tokens = tokens
        self._catalogue = catalogue

    def get(self, company_id: UUID) -> Company:
        """One company. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Company, company_id)

    def list(self, query: Query, *, deleted: bool = False) -> Page[Company]:
        """A page of companies. Raises InvalidArgument."""
        defined = self._catalogue.of(Resource.COMPANY)
        with self._database.reading() as tx:
            scoped = tx.select(Company, deleted=deleted)
            return LISTING.page(tx, scoped, query, self._tokens, definitions=defined)

    def count(self, filter_: str) -> Count:
        """How many companies pass a filter, capped. Raises InvalidArgument."""
        defined = self._catalogue.of(Resource.COMPANY)
        with self._database.reading() as tx:
            return LISTING.count(tx, tx.select(Company), filter_, definitions=defined)

    def search(self, text: str, *, size: int = 0) -> Sequence[Company]:
        """The companies that match best by name or domain."""
        with self._database.reading() as tx:
            return SEARCH.find(tx, text, size=size)

    def create(self, values: Values) -> Company:
        """A new company, the caller's own unless an owner is given.

        Raises InvalidArgument, AlreadyExists, PermissionDenied (OUT_OF_SCOPE).
        """
        bag = self._catalogue.complete(Resource.COMPANY, values.get("custom_fields"), required=True)
        company = Company()
        company.change({**owned(values), "custom_fields": bag})
        with self._database.transaction() as tx:
            if not tx.insert([company]):
                raise exists(tx, company.domain)
            history.told(tx, company, events.CompanyCreated)
        return company

    def update(self, company_id: UUID, changes: Values, *, etag: str = "") -> Company:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument, AlreadyExists."""
        with self._database.transaction() as tx:
            company = tx.get(Company, company_id, etag=etag)
            if "custom_fields" in changes:
                bag = self._catalogue.changed(Resource.COMPANY, company, changes["custom_fields"])
                changes = {**changes, "custom_fields": bag}
            with identified(tx, changes["domain"]) if "domain" in changes else nullcontext():
                changed = company.change(changes)
                history.changed(tx, company, changed)
            if "name" in changed:
                people.follow_name(tx, company)
        return company

    def delete(self, company_id: UUID, *, etag: str = "") -> None:
        """Takes a company away from its contacts. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            company = tx.get(Company, company_id, etag=etag)
            company.delete(tx.now)
            history.told(tx, company, events.CompanyDeleted)
            people.let_go(tx, company)

    def undelete(self, company_id: UUID, *, etag: str = "") -> Company:
        """Brings a deleted company back. Raises NotFound, Aborted, AlreadyExists."""
        with self._database.transaction() as tx:
            company = tx.get(Company, company_id, etag=etag, deleted=True)
            with identified(tx, company.domain):
                company.undelete()
                history.told(tx, company, events.CompanyUndeleted)
            people.take_back(tx, company)
        return company


def identified(tx: Transaction, domain: str) -> AbstractContextManager[None]:
    """Around the writing of a company that takes this domain.

    Raises AlreadyExists (COMPANY_EXISTS) when it belongs to another one.
    """
    return tx.unique("companies_domain", lambda: exists(tx, domains.domain(domain)))


def exists(tx: Transaction, domain: str) -> AlreadyExists:
    """The refusal of a domain that is taken; names the company when the caller may read it."""
    call = context.current().needing("companies.read")
    query = select(Company.id).where(
        Company.domain == domain, Company.delete_time.is_(None), scope.condition(Company, call)
    )
    return AlreadyExists(
        "COMPANY_EXISTS",
        "There is a company with this domain already.",
        candidates=",".join(map(str, tx.session.scalars(query))),
    )
