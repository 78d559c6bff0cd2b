"""Which company a contact works for: by its id, or by the domain of the contact's address."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, any_, bindparam, or_, select

from chassis import context, scope
from chassis.changes import Values
from chassis.errors import InvalidArgument
from chassis.transaction import Transaction
from services.leads.companies.model import Company
from services.leads.contacts import addresses
from services.leads.contacts.model import Contact


class Employers:
    """The companies some contacts may be linked to; they stay as they are until the end of the
    transaction, so that names stay in step."""

    def __init__(self, companies: Iterable[tuple[UUID, str, str]]) -> None:
        self._names: dict[UUID, str] = {}
        self._ids: dict[str, UUID] = {}
        for company_id, name, domain in companies:
            self._names[company_id] = name
            self._ids[domain] = company_id

    @classmethod
    def of(cls, tx: Transaction, many: Iterable[Values], *, by_domain: bool = True) -> "Employers":
        """The companies that the values of some contacts name, in one query.

        Only companies in the caller's scope, whatever the running permission. by_domain: also
        those of the domains of addresses, for new contacts.
        """
        many = list(many)
        ids = {values["company_id"] for values in many if values.get("company_id")}
        unemployed = filter(_unemployed, many) if by_domain else ()
        domains = {_domain(values) for values in unemployed} - {""}
        if not ids and not domains:
            return cls(())
        query = _named_within(scope.bounds(context.current().needing("companies.read")))
        found = tx.execute(query, {"ids": list(ids), "domains": list(domains)})
        return cls((row.id, row.name, row.domain) for row in found)

    def link_new(self, values: Values) -> Values:
        """The values of a new contact, with its company.

        When neither company nor company name is given, it is the one whose domain the e-mail
        address has. Raises InvalidArgument naming company_id when there is no such company.
        """
        if _unemployed(values) and (found := self._ids.get(_domain(values))):
            values = {**values, "company_id": found}
        return self._named(values) if values.get("company_id") else values

    def link(self, contact: Contact, changes: Values) -> Values:
        """The changes of a contact, with its company's name in step.

        Another company brings its name; none takes the name away unless one is given; another
        name alone takes the company away. Raises InvalidArgument as `link_new` does.
        """
        if changes.get("company_id"):
            return self._named(changes)
        if "company_id" in changes and contact.company_id:
            return {"company_name": "", **changes}
        typed = changes.get("company_name", contact.company_name)
        if contact.company_id and "company_id" not in changes and typed != contact.company_name:
            return {**changes, "company_id": None}
        return changes

    def _named(self, values: Values) -> Values:
        name = self._names.get(values["company_id"])
        if name is None:
            raise InvalidArgument.of("company_id", "names no company", reason="COMPANY_NOT_FOUND")
        return {**values, "company_name": name}


@lru_cache(maxsize=1024)
def _named_within(limits: scope.Bounds) -> Select[UUID, str, str]:
    """The query, made once for equal bounds: making it costs as much as running it."""
    ids = bindparam("ids", type_=ARRAY(Uuid))
    domains = bindparam("domains", type_=ARRAY(Text))
    return (
        select(Company.id, Company.name, Company.domain)
        .where(Company.delete_time.is_(None), scope.within(Company, limits))
        .where(or_(Company.id == any_(ids), Company.domain == any_(domains)))
        .order_by(Company.id)
        .with_for_update(read=True)
    )


def _unemployed(values: Values) -> bool:
    return not values.get("company_id") and not values.get("company_name")


def _domain(values: Values) -> str:
    try:
        return addresses.company_domain(addresses.email(values.get("email", "")))
    except ValueError:
        return ""
