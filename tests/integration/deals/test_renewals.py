"""The reminder before a contract's end follows the contract, on the moved clock (R4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from crm.deals.v1 import activities_pb2, activities_pb2_grpc, contracts_pb2_grpc
from crm.deals.v1 import contracts_pb2 as pb

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.machinery import Machinery
from tests.harness.people import AsPerson, Person
from tests.integration.deals.test_promises import told

DAY = timedelta(days=1)


class Account:
    """A contract of a hundred days, and the account manager's tasks for it."""

    def __init__(
        self,
        contracts: contracts_pb2_grpc.ContractServiceStub,
        activities: activities_pb2_grpc.ActivityServiceStub,
        me: Person,
        today: date,
    ) -> None:
        self._contracts, self._activities, self._me = contracts, activities, me.metadata()
        self.end = today + 100 * DAY
        terms = {"title": "Rota", "start_date": f"{today}", "end_date": f"{self.end}"}
        made = contracts.CreateContract(pb.CreateContractRequest(contract=terms), metadata=self._me)
        self._id = made.id

    def change(self, **fields: object) -> None:
        request = pb.UpdateContractRequest(contract={"id": self._id, **fields})
        self._contracts.UpdateContract(request, metadata=self._me)

    def renew(self) -> None:
        self._contracts.RenewContract(
            pb.RenewContractRequest(id=self._id, months=12), metadata=self._me
        )

    def end_early(self, **fields: str) -> None:
        request = pb.EndContractRequest(id=self._id, reason="They moved.", **fields)
        self._contracts.EndContract(request, metadata=self._me)

    @property
    def tasks(self) -> list[date]:
        """The ends their open tasks speak of."""
        request = activities_pb2.ListActivitiesRequest(filter="state = OPEN", order_by="due_time")
        found = self._activities.ListActivities(request, metadata=self._me).activities
        ends = [task.subject.rpartition("ends ")[2] for task in found]
        return [datetime.strptime(end, "%d %B %Y").replace(tzinfo=UTC).date() for end in ends]


@pytest.fixture
def account(
    contracts: contracts_pb2_grpc.ContractServiceStub,
    activities: activities_pb2_grpc.ActivityServiceStub,
    as_person: AsPerson,
    clock: Clock,
) -> Account:
    return Account(contracts, activities, as_person({"*": "own"}), clock.now().date())


def to_notice(clock: Clock, end: date) -> timedelta:
    """How long until the day of the reminder has begun, and a minute."""
    day = end - 14 * DAY
    midnight = clock.now().replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    )
    return midnight + timedelta(minutes=1) - clock.now()


def test_moving_the_end_before_the_reminder_moves_the_reminder(
    account: Account, clock: Clock, clockwork: Machinery
) -> None:
    later = account.end + 30 * DAY
    account.change(end_date=f"{later}")
    clockwork.after(to_notice(clock, account.end))
    assert account.tasks == []
    clockwork.after(to_notice(clock, later) - timedelta(minutes=2))
    assert account.tasks == []
    clockwork.after(timedelta(minutes=2))
    assert account.tasks == [later]


def test_moving_the_end_after_the_reminder_moves_the_task(
    account: Account, clock: Clock, clockwork: Machinery, deals_database: Database
) -> None:
    clockwork.after(to_notice(clock, account.end))
    assert account.tasks == [account.end]

    soon = account.end + 5 * DAY
    account.change(end_date=f"{soon}")
    assert account.tasks == []
    clockwork.after(6 * DAY)
    assert account.tasks == [soon]

    sooner = soon - DAY
    account.change(end_date=f"{sooner}")
    clockwork.settle()
    assert account.tasks == [sooner], "its reminder is due already"
    assert told(deals_database, "ContractRenewalNeared") == 3


def test_another_change_reminds_nobody_again(
    account: Account, clock: Clock, clockwork: Machinery, deals_database: Database
) -> None:
    clockwork.after(to_notice(clock, account.end))
    account.change(title="Rota for all", auto_renew=True)
    clockwork.after(DAY)
    assert account.tasks == [account.end]
    assert told(deals_database, "ContractRenewalNeared") == 1


def test_a_renewed_contract_cancels_the_task(
    account: Account, clock: Clock, clockwork: Machinery
) -> None:
    clockwork.after(to_notice(clock, account.end))
    account.renew()
    clockwork.after(30 * DAY)
    assert account.tasks == []


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_contract_that_is_ended_cancels_the_task(
    account: Account, clock: Clock, clockwork: Machinery, *, at_the_end: bool
) -> None:
    clockwork.after(to_notice(clock, account.end))
    account.end_early(**({"end_date": f"{account.end}"} if at_the_end else {}))
    clockwork.settle()
    assert account.tasks == []
