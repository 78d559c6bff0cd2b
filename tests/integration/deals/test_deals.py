"""Deals through the gRPC server: stages and what they ask for, winning, losing, boards."""

from datetime import timedelta

import pytest
from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import deals_pb2_grpc, pipelines_pb2, pipelines_pb2_grpc, reports_pb2
from sqlalchemy import text

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused

Deals = deals_pb2_grpc.DealServiceStub
EUROS = {"currency": "EUR", "amount": "18000.00"}


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"deals.*": "own", "pipelines.read": "all", "activities.*": "own"})


def stages(pipelines: pipelines_pb2_grpc.PipelineServiceStub, admin: Person) -> dict[str, str]:
    found = pipelines.ListPipelines(pipelines_pb2.ListPipelinesRequest(), metadata=admin.metadata())
    return {stage.name: stage.id for stage in found.pipelines[0].stages}


def create(deals: Deals, person: Person, **fields: object) -> pb.Deal:
    deal = {"title": "Rota for 60 drivers", **fields}
    return deals.CreateDeal(pb.CreateDealRequest(deal=deal), metadata=person.metadata())


def facts(database: Database, deal: pb.Deal) -> list[str]:
    with database.reading() as tx:
        rows = tx.execute(
            text("SELECT type FROM outbox WHERE subject = :s ORDER BY seq"),
            {"s": f"deals/{deal.id}"},
        )
        return [row[0].rpartition(".")[2] for row in rows]


def test_a_new_deal_starts_in_the_first_stage_and_is_its_makers(
    deals: Deals, rep: Person, deals_database: Database
) -> None:
    deal = create(deals, rep, amount={"currency": "EUR", "amount": "18000"})

    assert (deal.stage_name, deal.probability, deal.owner_id) == ("Qualified", 20, str(rep.id))
    assert deal.amount.amount == "18000.00"
    assert facts(deals_database, deal) == ["DealCreated"]


def test_a_move_without_the_amount_is_refused_by_its_name_on_every_path(
    deals: Deals, pipelines: pipelines_pb2_grpc.PipelineServiceStub, admin: Person, rep: Person
) -> None:
    proposal = stages(pipelines, admin)["Proposal Sent"]
    deal = create(deals, rep)

    with refused("FAILED_PRECONDITION", "STAGE_REQUIREMENTS") as moved:
        deals.MoveDeal(pb.MoveDealRequest(id=deal.id, stage_id=proposal), metadata=rep.metadata())
    with refused("FAILED_PRECONDITION", "STAGE_REQUIREMENTS") as created:
        create(deals, rep, stage_id=proposal)
    with refused("FAILED_PRECONDITION", "STAGE_REQUIREMENTS") as won:
        deals.WinDeal(pb.WinDealRequest(id=deal.id, reason="FIT"), metadata=rep.metadata())

    assert moved.metadata["missing"] == "amount"
    assert moved.message == created.message == "Proposal Sent needs: amount."
    assert won.metadata["missing"] == "amount"


def test_what_a_stage_asks_for_cannot_be_cleared_there(
    deals: Deals, pipelines: pipelines_pb2_grpc.PipelineServiceStub, admin: Person, rep: Person
) -> None:
    deal = create(deals, rep, amount=EUROS, stage_id=stages(pipelines, admin)["Proposal Sent"])
    with refused("FAILED_PRECONDITION", "STAGE_REQUIREMENTS"):
        deals.UpdateDeal(
            pb.UpdateDealRequest(deal={"id": deal.id}, update_mask={"paths": ["amount"]}),
            metadata=rep.metadata(),
        )


def test_a_deal_goes_through_its_stages_and_remembers_how_long(
    deals: Deals,
    pipelines: pipelines_pb2_grpc.PipelineServiceStub,
    admin: Person,
    rep: Person,
    deals_database: Database,
    clock: Clock,
) -> None:
    deal = create(deals, rep, amount=EUROS)
    clock.advance(timedelta(days=15))
    assert deals.GetDeal(pb.GetDealRequest(id=deal.id), metadata=rep.metadata()).stuck
    deals.MoveDeal(
        pb.MoveDealRequest(id=deal.id, stage_id=stages(pipelines, admin)["Proposal Sent"]),
        metadata=rep.metadata(),
    )
    won = deals.WinDeal(
        pb.WinDealRequest(id=deal.id, reason="FIT", note=" Knows us. "), metadata=rep.metadata()
    )

    visits = deals.ListStageVisits(
        pb.ListStageVisitsRequest(deal_id=deal.id), metadata=rep.metadata()
    ).visits
    assert [visit.stage_name for visit in visits] == ["Qualified", "Proposal Sent", "Won"]
    assert visits[0].seconds == pytest.approx(15 * 86_400, abs=5)
    assert (won.state, won.close_note, won.stuck) == (pb.Deal.WON, "Knows us.", False)
    assert facts(deals_database, deal) == ["DealCreated", "DealMoved", "DealWon"]


def test_a_closed_deal_is_left_alone_until_it_is_reopened(deals: Deals, rep: Person) -> None:
    deal = create(deals, rep, amount=EUROS)
    me = rep.metadata()
    deals.LoseDeal(pb.LoseDealRequest(id=deal.id, reason="PRICE", competitor="Other"), metadata=me)
    with refused("FAILED_PRECONDITION", "DEAL_CLOSED"):
        deals.WinDeal(pb.WinDealRequest(id=deal.id, reason="FIT"), metadata=me)
    with refused("FAILED_PRECONDITION", "DEAL_CLOSED"):
        deals.UpdateDeal(
            pb.UpdateDealRequest(
                deal={"id": deal.id, "title": "x"}, update_mask={"paths": ["title"]}
            ),
            metadata=me,
        )

    again = deals.ReopenDeal(pb.ReopenDealRequest(id=deal.id), metadata=me)

    assert (again.state, again.stage_name, again.competitor) == (pb.Deal.OPEN, "Qualified", "")


def test_a_move_to_won_is_not_a_move(
    deals: Deals, pipelines: pipelines_pb2_grpc.PipelineServiceStub, admin: Person, rep: Person
) -> None:
    deal = create(deals, rep, amount=EUROS)
    won = stages(pipelines, admin)["Won"]
    with refused("FAILED_PRECONDITION", "STAGE_NOT_OPEN"):
        deals.MoveDeal(pb.MoveDealRequest(id=deal.id, stage_id=won), metadata=rep.metadata())


def test_a_board_counts_sums_and_shows_only_what_is_in_scope(
    deals: Deals, rep: Person, as_person: AsPerson, admin: Person
) -> None:
    for amount in ("100.00", "250.50"):
        create(deals, rep, amount={"currency": "EUR", "amount": amount})
    create(deals, rep)
    create(deals, as_person({"deals.*": "own"}), amount=EUROS)

    mine = deals.ShowBoard(pb.ShowBoardRequest(page_size=2), metadata=rep.metadata())
    everything = deals.ShowBoard(pb.ShowBoardRequest(), metadata=admin.metadata())

    first = mine.stages[0]
    assert [stage.name for stage in mine.stages] == ["Qualified", "Proposal Sent", "Negotiation"]
    assert (first.count, len(first.deals), first.more) == (3, 2, True)
    assert [(total.currency, total.amount) for total in first.sums] == [("EUR", "350.50")]
    assert everything.stages[0].count == 4


def test_reports_tell_how_deals_ended_and_where_they_stop(
    deals: Deals, reports: object, rep: Person, as_person: AsPerson
) -> None:
    manager = as_person({"deals.*": "all"})
    for reason in ("PRICE", "PRICE", "TIMING"):
        deal = create(deals, rep, amount=EUROS)
        deals.LoseDeal(pb.LoseDealRequest(id=deal.id, reason=reason), metadata=rep.metadata())
    won = create(deals, rep, amount=EUROS)
    deals.WinDeal(pb.WinDealRequest(id=won.id, reason="REFERRAL"), metadata=rep.metadata())

    me = manager.metadata()
    outcomes = reports.ReportOutcomes(reports_pb2.ReportOutcomesRequest(), metadata=me)
    stage = reports.ReportStages(reports_pb2.ReportStagesRequest(), metadata=me).stages[0]

    assert [(each.reason, each.count) for each in outcomes.lost] == [("PRICE", 2), ("TIMING", 1)]
    assert outcomes.lost[0].sums[0].amount == "36000.00"
    assert [each.reason for each in outcomes.won] == ["REFERRAL"]
    assert (stage.name, stage.entered, stage.advanced, stage.lost) == ("Qualified", 4, 1, 3)


def test_somebody_elses_deal_does_not_exist(deals: Deals, rep: Person, as_person: AsPerson) -> None:
    deal = create(deals, rep)
    other = as_person({"deals.*": "own"})
    with refused("NOT_FOUND", "DEAL_NOT_FOUND"):
        deals.GetDeal(pb.GetDealRequest(id=deal.id), metadata=other.metadata())
    with refused("NOT_FOUND", "DEAL_NOT_FOUND"):
        deals.WinDeal(pb.WinDealRequest(id=deal.id, reason="FIT"), metadata=other.metadata())
    assert not deals.ListDeals(pb.ListDealsRequest(), metadata=other.metadata()).deals


def test_a_deal_is_found_by_its_company_in_spite_of_a_typing_error(
    deals: Deals, rep: Person
) -> None:
    deal = create(deals, rep, company_name="Nordlicht Logistik")
    request = pb.SearchDealsRequest(query="nordlciht")
    found = deals.SearchDeals(request, metadata=rep.metadata()).deals
    assert [each.id for each in found] == [deal.id]


@pytest.mark.parametrize(
    ("amount", "field"),
    [
        ({"currency": "EUR", "amount": "-0.01"}, "amount.amount"),
        ({"currency": "ZZZ", "amount": "1.00"}, "amount.currency"),
    ],
)
def test_what_nobody_pays_is_refused(
    deals: Deals, rep: Person, amount: dict[str, str], field: str
) -> None:
    with refused("INVALID_ARGUMENT", "INVALID_FIELD") as refusal:
        create(deals, rep, amount=amount)
    assert list(refusal.violations) == [field]
