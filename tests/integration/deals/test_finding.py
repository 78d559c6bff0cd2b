"""Finding deals: by a word, in the order of worth and date, and from a number of a report."""

from datetime import timedelta

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import deals_pb2_grpc, reports_pb2, reports_pb2_grpc

from chassis.clock import Clock
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused

Deals = deals_pb2_grpc.DealServiceStub
QUALIFIED = "01937b5e-0000-7000-8000-000000000001"
PROPOSAL = "01937b5e-0000-7000-8000-000000000002"
Number = reports_pb2.ReportStageDealsRequest.Number


def create(deals: Deals, person: Person, title: str, euros: str = "", **fields: object) -> pb.Deal:
    amount = {"amount": {"currency": "EUR", "amount": euros}} if euros else {}
    request = pb.CreateDealRequest(deal={"title": title, **amount, **fields})
    return deals.CreateDeal(request, metadata=person.metadata())


def titles(deals: Deals, person: Person, **query: object) -> list[str]:
    pages = []
    token = ""
    while True:
        request = pb.ListDealsRequest(page_size=2, page_token=token, **query)
        page = deals.ListDeals(request, metadata=person.metadata())
        pages += [deal.title for deal in page.deals]
        token = page.next_page_token
        if not token:
            return pages


def test_deals_are_ordered_by_worth_and_by_the_day_they_are_to_close(
    deals: Deals, as_person: AsPerson
) -> None:
    rep = as_person({"deals.*": "own"})
    create(deals, rep, "small", "90", expected_close_date="2027-03-01")
    create(deals, rep, "large", "1000", expected_close_date="2027-01-01")
    create(deals, rep, "unknown")
    middle = create(deals, rep, "middle", "100")
    change = pb.Deal(id=middle.id, expected_close_date="2027-02-01")
    request = pb.UpdateDealRequest(deal=change)
    request.update_mask.paths.append("expected_close_date")
    deals.UpdateDeal(request, metadata=rep.metadata())

    by_worth = titles(deals, rep, order_by="amount_value desc")
    by_date = titles(deals, rep, order_by="close_by")

    assert by_worth == ["large", "middle", "small", "unknown"]
    assert by_date == ["large", "middle", "small", "unknown"]
    assert titles(deals, rep, filter="amount_value >= 100", order_by="title") == ["large", "middle"]


def test_a_word_alone_finds_deals_by_title_company_or_contact(
    deals: Deals, as_person: AsPerson
) -> None:
    rep = as_person({"deals.*": "own"})
    create(deals, rep, "Rota", company_name="Nordlicht Logistik")
    create(deals, rep, "Nordlicht again")
    create(deals, rep, "Other")

    assert titles(deals, rep, filter='"nordlicht" AND state = OPEN', order_by="title") == [
        "Nordlicht again",
        "Rota",
    ]


def test_every_number_of_a_stage_names_its_deals(
    deals: Deals,
    reports: reports_pb2_grpc.ReportServiceStub,
    as_person: AsPerson,
    clock: Clock,
) -> None:
    rep, manager = as_person({"deals.*": "own"}), as_person({"deals.*": "all"})
    lost, moved = create(deals, rep, "lost"), create(deals, rep, "moved", "10")
    clock.advance(timedelta(days=2))
    create(deals, rep, "waiting")
    deals.LoseDeal(pb.LoseDealRequest(id=lost.id, reason="PRICE"), metadata=rep.metadata())
    move = pb.MoveDealRequest(id=moved.id, stage_id=PROPOSAL)
    deals.MoveDeal(move, metadata=rep.metadata())

    def behind(number: Number, person: Person = manager, stage: str = QUALIFIED) -> list[str]:
        request = reports_pb2.ReportStageDealsRequest(stage_id=stage, number=number)
        found = reports.ReportStageDeals(request, metadata=person.metadata()).deals
        return [deal.title for deal in found]

    assert behind(Number.ENTERED)[0] == "waiting"
    assert sorted(behind(Number.ENTERED)) == ["lost", "moved", "waiting"]
    assert behind(Number.ADVANCED) == ["moved"]
    assert behind(Number.LOST) == ["lost"]
    assert behind(Number.ENTERED, as_person({"deals.*": "own"})) == []
    with refused("NOT_FOUND", "STAGE_NOT_FOUND"):
        behind(Number.LOST, stage="01937b5e-0000-7000-8000-0000000000ff")
