"""Usage and limits: one record a month whatever arrives when, and one suggestion a month (R5)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from crm.deals.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    contracts_pb2,
    contracts_pb2_grpc,
    usage_pb2_grpc,
)
from crm.deals.v1 import usage_pb2 as pb

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.machinery import Machinery
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.deals.test_promises import told

#: The middle of a month, so that a test's minutes stay within it.
NOON = datetime(2030, 6, 15, 12, tzinfo=UTC)
SEATS = {"metric": "seats", "quantity": 50}


class Account:
    """A customer whose contract began some months ago, and the account manager."""

    def __init__(self, server: Running, me: Person, start_date: str) -> None:
        self.me = me.metadata()
        self.usage = server.stub(usage_pb2_grpc.UsageServiceStub)
        self.contracts = server.stub(contracts_pb2_grpc.ContractServiceStub)
        self._activities = server.stub(activities_pb2_grpc.ActivityServiceStub)
        dates = {"start_date": start_date, "end_date": "2035-12-31"}
        terms = {"title": "Rota", "plan": "Team", "limits": [SEATS], **dates}
        request = contracts_pb2.CreateContractRequest(contract=terms)
        self.id = self.contracts.CreateContract(request, metadata=self.me).id

    def change(self, **fields: object) -> contracts_pb2.Contract:
        request = contracts_pb2.UpdateContractRequest(contract={"id": self.id, **fields})
        return self.contracts.UpdateContract(request, metadata=self.me)

    def uses(
        self, quantity: float, at: datetime | None = None, metric: str = "seats"
    ) -> pb.UsageRecord:
        request = pb.RecordUsageRequest(contract_id=self.id, metric=metric, quantity=quantity)
        if at:
            request.measure_time.FromDatetime(at)
        return self.usage.RecordUsage(request, metadata=self.me)

    def known(self, **asked: str) -> list[tuple[str, str, float]]:
        """(month, metric, quantity), the newest month first."""
        request = pb.ListUsageRecordsRequest(contract_id=self.id, **asked)
        found = self.usage.ListUsageRecords(request, metadata=self.me).usage_records
        return [(record.period, record.metric, record.quantity) for record in found]

    @property
    def tasks(self) -> list[str]:
        request = activities_pb2.ListActivitiesRequest(order_by="create_time")
        found = self._activities.ListActivities(request, metadata=self.me).activities
        return [task.subject for task in found]


MakeAccount = Callable[..., Account]


@pytest.fixture
def account(deals_server: Running, as_person: AsPerson, clock: Clock) -> MakeAccount:
    """`account()`: half a year on the plan; or since the day that is named."""
    clock.advance(NOON - clock.now())
    rep = as_person({"*": "own"})
    return lambda start_date="2029-12-15": Account(deals_server, rep, start_date)


def test_who_uses_four_fifths_after_half_a_year_is_suggested_a_larger_plan_once_a_month(
    account: MakeAccount, clock: Clock, deals_database: Database
) -> None:
    customer = account()
    customer.uses(39)
    assert customer.tasks == []

    for quantity in (40, 46, 46, 20, 48):
        clock.advance(timedelta(seconds=1))
        customer.uses(quantity)
    june = "Offer a larger plan for “Rota”: 80% of seats used in June 2030"
    assert customer.tasks == [june]

    clock.advance(timedelta(days=20))
    customer.uses(50)
    customer.uses(51)
    assert customer.tasks == [june, june.replace("80%", "100%").replace("June", "July")]
    assert told(deals_database, "UpgradeSuggested") == 2


def test_two_limits_make_one_suggestion_a_month(account: MakeAccount) -> None:
    customer = account()
    customer.change(limits=[SEATS, {"metric": "calls", "quantity": 1000}])
    customer.uses(950, metric="calls")
    customer.uses(49)
    assert customer.tasks == ["Offer a larger plan for “Rota”: 95% of calls used in June 2030"]


def test_the_latest_measurement_of_a_month_counts_in_whatever_order_they_come(
    account: MakeAccount, deals_database: Database
) -> None:
    customer = account()
    times = [NOON - timedelta(hours=hours) for hours in (3, 1, 2, 1, 40 * 24)]
    for at, quantity in zip(times, (10, 30, 20, 30, 5), strict=True):
        customer.uses(quantity, at)
    customer.uses(31, times[1])
    customer.uses(29, times[1])
    assert customer.known() == [("2030-06", "seats", 31), ("2030-05", "seats", 5)]
    assert customer.known(filter='period = "2030-05"') == [("2030-05", "seats", 5)]
    assert told(deals_database, "UsageRecorded") == 4, "what is no news is not told"


def test_many_reports_at_once_are_one_record_and_one_suggestion(account: MakeAccount) -> None:
    customer = account()
    with ThreadPoolExecutor(4) as pool:
        [*pool.map(lambda quantity: customer.uses(quantity, NOON), range(41, 51))]
    assert customer.known() == [("2030-06", "seats", 50)]
    assert len(customer.tasks) == 1


def test_on_a_young_plan_the_suggestion_waits_for_the_day_it_is_old_enough(
    account: MakeAccount, clockwork: Machinery
) -> None:
    customer = account("2030-01-01")
    customer.uses(45)
    clockwork.after(timedelta(days=15))
    assert customer.tasks == []
    clockwork.after(timedelta(days=1))
    assert len(customer.tasks) == 1, "on the first of July"
    clockwork.after(timedelta(days=5))
    assert len(customer.tasks) == 1


def test_another_plan_begins_its_months_anew(account: MakeAccount, clock: Clock) -> None:
    customer = account()
    assert customer.change(plan="Team").plan_start_date == "2029-12-15"
    changed = customer.change(plan="Business", limits=[{"metric": "seats", "quantity": 60}])
    assert changed.plan_start_date == "2030-06-15"
    customer.uses(59)
    assert customer.tasks == []
    customer.change(plan_start_date="2029-01-01")
    assert len(customer.tasks) == 1


def test_a_lowered_limit_is_looked_at_at_once_and_an_ended_contract_never(
    account: MakeAccount,
) -> None:
    customer, former = account(), account()
    customer.uses(30)
    customer.change(limits=[{"metric": "seats", "quantity": 32}])
    assert len(customer.tasks) == 1
    end = contracts_pb2.EndContractRequest(id=former.id, reason="Moved.", end_date="2030-06-15")
    former.contracts.EndContract(end, metadata=former.me)
    former.uses(50)
    former.uses(5, metric="unlimited")
    assert len(former.tasks) == 1, "the other customer's"


def test_threshold_and_months_are_up_to_an_admin(account: MakeAccount) -> None:
    young = account("2030-04-15")
    young.uses(31)
    policy = {"threshold_percent": 60, "months_on_plan": 2}
    request = pb.UpdateUsagePolicyRequest(usage_policy=policy, update_mask={"paths": [*policy]})
    young.usage.UpdateUsagePolicy(request, metadata=young.me)
    young.uses(32)
    assert young.tasks == ["Offer a larger plan for “Rota”: 64% of seats used in June 2030"]


def test_what_cannot_be_is_refused(account: MakeAccount, as_person: AsPerson) -> None:
    customer = account()
    with refused("INVALID_ARGUMENT") as refusal:
        customer.uses(1, NOON + timedelta(days=1))
    assert list(refusal.violations) == ["measure_time"]
    for wrong in ({"metric": "Seats"}, {"quantity": -1}, {"quantity": float("nan")}):
        with refused("INVALID_ARGUMENT"):
            customer.uses(**{"quantity": 1, **wrong})
    with refused("INVALID_ARGUMENT") as refusal:
        customer.change(limits=[SEATS, SEATS])
    assert list(refusal.violations) == ["limits"]
    customer.me = as_person({"usage_records.*": "own"}).metadata()
    for call in (customer.known, lambda: customer.uses(1)):
        with refused("NOT_FOUND", "CONTRACT_NOT_FOUND"):
            call()
