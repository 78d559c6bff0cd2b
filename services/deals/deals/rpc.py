"""DealService: a message in, a use case, a message out."""

from typing import Any

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import deals_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.clock import Clock
from chassis.errors import InvalidArgument
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import read_date, to_message
from services.deals.contracts.signing import Terms
from services.deals.deals.actions import Deals
from services.deals.deals.board import Boards, Column
from services.deals.deals.model import Deal, LossReason, StageVisit, WinReason


class DealService(deals_pb2_grpc.DealServiceServicer):
    """Deals on their way through a pipeline."""

    def __init__(self, deals: Deals, boards: Boards, clock: Clock) -> None:
        self._deals = deals
        self._boards = boards
        self._clock = clock

    def GetDeal(self, request: pb.GetDealRequest, _: Any) -> pb.Deal:
        return self._shown(self._deals.get(parse_id(request.id, "deal")))

    def ListDeals(self, request: pb.ListDealsRequest, _: Any) -> pb.ListDealsResponse:
        page = self._deals.list(Query.of(request), deleted=request.show_deleted)
        deals = [self._shown(deal) for deal in page.items]
        return pb.ListDealsResponse(deals=deals, next_page_token=page.next_page_token)

    def CountDeals(self, request: pb.CountDealsRequest, _: Any) -> pb.CountDealsResponse:
        found = self._deals.count(request.filter)
        return pb.CountDealsResponse(count=found.count, capped=found.capped)

    def SearchDeals(self, request: pb.SearchDealsRequest, _: Any) -> pb.SearchDealsResponse:
        found = self._deals.search(request.query, size=request.page_size)
        return pb.SearchDealsResponse(deals=[self._shown(deal) for deal in found])

    def ShowBoard(self, request: pb.ShowBoardRequest, _: Any) -> pb.Board:
        wanted = parse_id(request.pipeline_id, "pipeline") if request.pipeline_id else None
        pipeline_id, columns = self._boards.of(wanted, request.filter, request.page_size)
        stages = [self._column(column) for column in columns]
        return pb.Board(pipeline_id=str(pipeline_id), stages=stages)

    def CreateDeal(self, request: pb.CreateDealRequest, _: Any) -> pb.Deal:
        return self._shown(
            self._deals.create(masks.values(request.deal, Deal), converted=request.converted)
        )

    def UpdateDeal(self, request: pb.UpdateDealRequest, _: Any) -> pb.Deal:
        changes = masks.changes(request.deal, request.update_mask, Deal)
        deal_id = parse_id(request.deal.id, "deal")
        return self._shown(self._deals.update(deal_id, changes, etag=request.deal.etag))

    def DeleteDeal(self, request: pb.DeleteDealRequest, _: Any) -> Empty:
        self._deals.delete(parse_id(request.id, "deal"), etag=request.etag)
        return Empty()

    def UndeleteDeal(self, request: pb.UndeleteDealRequest, _: Any) -> pb.Deal:
        return self._shown(self._deals.undelete(parse_id(request.id, "deal"), etag=request.etag))

    def MoveDeal(self, request: pb.MoveDealRequest, _: Any) -> pb.Deal:
        stage_id = parse_id(request.stage_id, "stage")
        deal_id = parse_id(request.id, "deal")
        return self._shown(self._deals.move(deal_id, stage_id, etag=request.etag))

    def WinDeal(self, request: pb.WinDealRequest, _: Any) -> pb.Deal:
        deal = self._deals.win(
            parse_id(request.id, "deal"),
            reason=WinReason(pb.Deal.WinReason.Name(request.reason)),
            note=request.note,
            terms=_terms(request),
            etag=request.etag,
        )
        return self._shown(deal)

    def LoseDeal(self, request: pb.LoseDealRequest, _: Any) -> pb.Deal:
        deal = self._deals.lose(
            parse_id(request.id, "deal"),
            reason=LossReason(pb.Deal.LossReason.Name(request.reason)),
            note=request.note,
            competitor=request.competitor,
            etag=request.etag,
        )
        return self._shown(deal)

    def ReopenDeal(self, request: pb.ReopenDealRequest, _: Any) -> pb.Deal:
        return self._shown(self._deals.reopen(parse_id(request.id, "deal"), etag=request.etag))

    def ListStageVisits(
        self, request: pb.ListStageVisitsRequest, _: Any
    ) -> pb.ListStageVisitsResponse:
        visits = self._deals.visits(parse_id(request.deal_id, "deal"))
        return pb.ListStageVisitsResponse(visits=[self._visit(visit) for visit in visits])

    def _shown(self, deal: Deal) -> pb.Deal:
        return to_message(deal, pb.Deal, stuck=deal.stuck(self._clock.now()))

    def _column(self, column: Column) -> pb.BoardStage:
        return pb.BoardStage(
            stage_id=column.stage["id"],
            name=column.stage["name"],
            count=column.count,
            sums=column.sums,
            deals=[self._shown(deal) for deal in column.deals],
            more=column.count > len(column.deals),
        )

    def _visit(self, visit: StageVisit) -> pb.StageVisit:
        stayed = (visit.leave_time or self._clock.now()) - visit.enter_time
        return to_message(visit, pb.StageVisit, seconds=int(stayed.total_seconds()))


def _terms(request: pb.WinDealRequest) -> Terms | None:
    if not request.HasField("contract"):
        return None
    terms = request.contract
    try:
        start = read_date(terms.start_date) if terms.start_date else None
    except ValueError as error:
        raise InvalidArgument.of("contract.start_date", str(error)) from None
    return Terms(months=terms.months, start_date=start, auto_renew=terms.auto_renew)
