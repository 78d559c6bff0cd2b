"""The use cases of contracts. Each method is one transaction."""

from datetime import date
from uuid import UUID

from crm.deals.v1 import events_pb2 as events

from chassis import filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.owning import owned
from services.deals.contacts_copy.names import hold, name_of
from services.deals.contracts.model import Contract, State
from services.deals.contracts.reminding import withdraw
from services.deals.contracts.signing import begin, shown, take, wind
from services.deals.usage.suggesting import consider

FIELDS = Fields(
    *map(filtering.text, ("title", "contact_name", "company_name")),
    *map(filtering.uuid, ("id", "owner_id", "team_id", "deal_id", "contact_id")),
    *map(filtering.date, ("start_date", "end_date")),
    filtering.time("create_time"),
    filtering.choice("state", State),
    filtering.boolean("auto_renew"),
    search=("title", "contact_name", "company_name"),
)
LISTING = Listing(
    Contract,
    FIELDS,
    orders=("end_date", "start_date", "create_time", "title"),
    default="end_date",
)


class Contracts:
    """What can be done with contracts."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, contract_id: UUID) -> Contract:
        """One contract. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Contract, contract_id)

    def list(self, query: Query) -> Page[Contract]:
        """A page of contracts. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Contract), query, self._tokens)

    def create(self, values: Values) -> Contract:
        """A contract no deal led to. Raises InvalidArgument."""
        with self._database.transaction() as tx:
            contract = Contract()
            contract.change(owned(values))
            hold(tx, [contract.contact_id])
            contract.contact_name = name_of(tx, contract.contact_id)
            return begin(tx, contract)

    def update(self, contract_id: UUID, changes: Values, *, etag: str = "") -> Contract:
        """Sets what is named; the clock follows. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            contract = take(tx, contract_id, etag=etag)
            if changes.get("plan", contract.plan) != contract.plan:
                changes = {"plan_start_date": tx.now.date(), **changes}
            contract.change(changes)
            if "contact_id" in changes:
                contract.contact_name = name_of(tx, contract.contact_id)
            wind(tx, contract)
            if changes.keys() & {"plan", "plan_start_date", "limits"}:
                tx.flush()
                consider(tx, contract)
        return contract

    def renew(self, contract_id: UUID, months: int, *, etag: str = "") -> Contract:
        """Goes on. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            contract = take(tx, contract_id, etag=etag)
            contract.renew(months)
            tx.flush()
            wind(tx, contract)
            tx.publish(events.ContractRenewed(contract=shown(contract)), subject=contract)
        return contract

    def end(self, contract_id: UUID, *, reason: str, on: date | None, etag: str = "") -> Contract:
        """Is over. Raises NotFound, Aborted, FailedPrecondition, InvalidArgument."""
        with self._database.transaction() as tx:
            contract = take(tx, contract_id, etag=etag)
            contract.end(on or tx.now.date(), reason)
            withdraw(tx, contract)
            tx.flush()
            wind(tx, contract)
            tx.publish(events.ContractEnded(contract=shown(contract)), subject=contract)
        return contract
