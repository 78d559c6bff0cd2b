"""What sales promised to do: summaries, promises, renewals, on the moved clock."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from crm.deals.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    contracts_pb2,
    contracts_pb2_grpc,
    deals_pb2,
    deals_pb2_grpc,
)
from sqlalchemy import text

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.handling import beside_a_worker
from tests.harness.machinery import Machinery
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"*": "own"})


def told(database: Database, kind: str) -> int:
    with database.reading() as tx:
        return tx.execute(
            text("SELECT count(*) FROM outbox WHERE type = :t"), {"t": f"crm.deals.v1.{kind}"}
        ).scalar_one()


def log_call(
    activities: activities_pb2_grpc.ActivityServiceStub, rep: Person, clock: Clock, **fields: object
) -> activities_pb2.Activity:
    activity = {"kind": "CALL", "subject": "First call", "done_time": clock.now(), **fields}
    request = activities_pb2.CreateActivityRequest(activity=activity)
    return activities.CreateActivity(request, metadata=rep.metadata())


def today(activities: activities_pb2_grpc.ActivityServiceStub, rep: Person) -> activities_pb2.Today:
    return activities.ShowToday(activities_pb2.ShowTodayRequest(), metadata=rep.metadata())


def subjects(found: Sequence[activities_pb2.Activity]) -> list[str]:
    return [activity.subject for activity in found]


def test_a_call_without_a_summary_is_asked_for_after_a_day_once(
    activities: activities_pb2_grpc.ActivityServiceStub,
    rep: Person,
    clock: Clock,
    clockwork: Machinery,
    deals_database: Database,
) -> None:
    call = log_call(activities, rep, clock)
    clockwork.after(timedelta(hours=23, minutes=59))
    assert told(deals_database, "SummaryMissed") == 0

    clockwork.after(timedelta(minutes=2))
    clockwork.after(2 * DAY)

    read = activities.GetActivity(
        activities_pb2.GetActivityRequest(id=call.id), metadata=rep.metadata()
    )
    assert told(deals_database, "SummaryMissed") == 1
    assert read.summary_missing
    assert subjects(today(activities, rep).without_summary) == ["First call"]


def test_a_summary_in_the_last_minute_ends_the_matter(
    activities: activities_pb2_grpc.ActivityServiceStub,
    rep: Person,
    clock: Clock,
    clockwork: Machinery,
    deals_database: Database,
) -> None:
    call = log_call(activities, rep, clock)
    clockwork.after(timedelta(hours=23, minutes=59))
    change = {"id": call.id, "summary": "Wants a quote."}
    request = activities_pb2.UpdateActivityRequest(
        activity=change, update_mask={"paths": ["summary"]}
    )
    activities.UpdateActivity(request, metadata=rep.metadata())

    clockwork.after(3 * DAY)

    assert told(deals_database, "SummaryMissed") == 0
    assert not today(activities, rep).without_summary


def test_a_promise_becomes_a_task_of_whoever_made_it(
    activities: activities_pb2_grpc.ActivityServiceStub, rep: Person, clock: Clock
) -> None:
    planned = {"kind": "MEETING", "subject": "Demo", "due_time": clock.now()}
    request = activities_pb2.CreateActivityRequest(activity=planned)
    meeting = activities.CreateActivity(request, metadata=rep.metadata())
    complete = activities_pb2.CompleteActivityRequest(
        id=meeting.id,
        summary="Went well.",
        key_points=[
            {"kind": "PROMISE", "text": "Send the data sheet"},
            {"kind": "CONCERN", "text": "Price"},
        ],
    )
    done = activities.CompleteActivity(complete, metadata=rep.metadata())

    promises = today(activities, rep).promises
    assert [point.text for point in done.key_points] == ["Send the data sheet", "Price"]
    assert subjects(promises) == ["Send the data sheet"]
    assert promises[0].owner_id == str(rep.id)
    with refused("FAILED_PRECONDITION", "ACTIVITY_DONE"):
        activities.CompleteActivity(complete, metadata=rep.metadata())


def test_the_account_manager_is_reminded_two_weeks_before_a_contract_ends(
    deals: deals_pb2_grpc.DealServiceStub,
    contracts: contracts_pb2_grpc.ContractServiceStub,
    activities: activities_pb2_grpc.ActivityServiceStub,
    rep: Person,
    clockwork: Machinery,
    deals_database: Database,
) -> None:
    me = rep.metadata()
    deal = {"title": "Rota", "amount": {"currency": "EUR", "amount": "900.00"}}
    made = deals.CreateDeal(deals_pb2.CreateDealRequest(deal=deal), metadata=me)
    win = deals_pb2.WinDealRequest(id=made.id, reason="FIT", contract={"months": 1})
    deals.WinDeal(win, metadata=me)
    (contract,) = contracts.ListContracts(
        contracts_pb2.ListContractsRequest(filter="state = ACTIVE"), metadata=me
    ).contracts
    assert (contract.deal_id, contract.value.amount) == (made.id, "900.00")

    clockwork.after(10 * DAY)
    assert told(deals_database, "ContractRenewalNeared") == 0
    clockwork.after(10 * DAY)
    assert told(deals_database, "ContractRenewalNeared") == 1
    clockwork.after(20 * DAY)

    ended = contracts.GetContract(contracts_pb2.GetContractRequest(id=contract.id), metadata=me)
    assert ended.state == contracts_pb2.Contract.ENDED
    assert told(deals_database, "ContractEnded") == 1
    overdue = subjects(today(activities, rep).overdue)
    assert any(subject.startswith("Renew the contract “Rota”") for subject in overdue)


def test_a_contract_that_renews_itself_goes_on_for_as_long_as_it_ran(
    contracts: contracts_pb2_grpc.ContractServiceStub,
    rep: Person,
    clock: Clock,
    clockwork: Machinery,
) -> None:
    start = clock.now().date()
    terms = {
        "title": "Support",
        "start_date": start.isoformat(),
        "end_date": (start + timedelta(days=29)).isoformat(),
        "auto_renew": True,
    }
    made = contracts.CreateContract(
        contracts_pb2.CreateContractRequest(contract=terms), metadata=rep.metadata()
    )
    clockwork.after(31 * DAY)
    read = contracts.GetContract(
        contracts_pb2.GetContractRequest(id=made.id), metadata=rep.metadata()
    )
    assert read.state == contracts_pb2.Contract.ACTIVE
    assert read.end_date > made.end_date


def test_who_changes_what_a_worker_is_at_waits_for_it_and_nobody_is_stuck(
    activities: activities_pb2_grpc.ActivityServiceStub,
    contracts: contracts_pb2_grpc.ContractServiceStub,
    rep: Person,
    clock: Clock,
    deals_database: Database,
) -> None:
    call = log_call(activities, rep, clock)
    change = activities_pb2.UpdateActivityRequest(activity={"id": call.id, "summary": "Went well."})
    changed = beside_a_worker(
        deals_database,
        "activities",
        call.id,
        lambda: activities.UpdateActivity.future(change, metadata=rep.metadata()),
    )
    assert changed.summary == "Went well."

    today_ = clock.now().date()
    terms = {"title": "Support", "start_date": f"{today_}", "end_date": f"{today_ + 90 * DAY}"}
    signing = contracts_pb2.CreateContractRequest(contract=terms)
    contract = contracts.CreateContract(signing, metadata=rep.metadata())
    end = contracts_pb2.EndContractRequest(id=contract.id, reason="They moved.")
    ended = beside_a_worker(
        deals_database,
        "contracts",
        contract.id,
        lambda: contracts.EndContract.future(end, metadata=rep.metadata()),
    )
    assert ended.state == contracts_pb2.Contract.ENDED
