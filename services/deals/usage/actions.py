"""The use cases of usage. Each method is one transaction."""

from datetime import datetime
from uuid import UUID

from crm.deals.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.policies import Policies
from chassis.transaction import Transaction
from services.deals.activities.model import TOLERANCE
from services.deals.contracts.model import Contract
from services.deals.contracts.signing import shown as shown_contract
from services.deals.contracts.signing import take
from services.deals.usage.model import POLICY_ID, UsagePolicy, UsageRecord, period_of
from services.deals.usage.suggesting import consider, shown

FIELDS = Fields(filtering.text("metric"), filtering.text("period"))
LISTING = Listing(UsageRecord, FIELDS, orders=("period",), default="period desc")


class Usage:
    """What can be done with usage."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def list(self, contract_id: UUID, query: Query) -> Page[UsageRecord]:
        """A page of the usage of a contract. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            contract = tx.get(Contract, contract_id)
            theirs = select(UsageRecord).where(UsageRecord.contract_id == contract.id)
            return LISTING.page(tx, theirs, query, self._tokens)

    def record(
        self, contract_id: UUID, metric: str, quantity: float, measure_time: datetime | None
    ) -> UsageRecord:
        """Takes a measurement. Raises NotFound, InvalidArgument."""
        with self._database.transaction() as tx:
            contract = take(tx, contract_id)  # one measurement of a contract after the other
            at = measure_time or tx.now
            if at > tx.now + TOLERANCE:
                raise InvalidArgument.of("measure_time", "must not lie in the future")
            record = _known(tx, contract, metric, at)
            if record is None:
                record = _begun(tx, contract, metric, quantity, at)
            elif not record.learn(quantity, at):
                return record
            record.limit = contract.limit_of(metric)
            tx.flush()
            fact = events.UsageRecorded(contract=shown_contract(contract), record=shown(record))
            tx.publish(fact, subject=contract)
            consider(tx, contract)
        return record


class UsagePolicies(Policies[UsagePolicy]):
    """What can be done with the one policy."""

    model = UsagePolicy
    the_one = POLICY_ID


def _known(tx: Transaction, contract: Contract, metric: str, at: datetime) -> UsageRecord | None:
    found = select(UsageRecord).where(
        UsageRecord.contract_id == contract.id,
        UsageRecord.metric == metric,
        UsageRecord.period == period_of(at),
    )
    return tx.session.scalars(found).first()


def _begun(
    tx: Transaction, contract: Contract, metric: str, quantity: float, at: datetime
) -> UsageRecord:
    record = UsageRecord(
        contract_id=contract.id,
        metric=metric,
        period=period_of(at),
        quantity=quantity,
        measure_time=at,
    )
    return tx.add(record)
