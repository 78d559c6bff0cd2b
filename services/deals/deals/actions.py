"""The use cases of deals. Each method is one transaction."""

from collections.abc import Sequence
from uuid import UUID

from crm.deals.v1 import events_pb2 as events
from sqlalchemy import select

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import NotFound
from chassis.filtering import Fields
from chassis.listing import Count, Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.search import Search
from chassis.transaction import Transaction
from services.deals.contacts_copy.names import hold, name_of
from services.deals.contracts.signing import Terms, sign
from services.deals.deals import history
from services.deals.deals.model import Deal, LossReason, Stage, StageVisit, State, WinReason
from services.deals.pipelines.actions import of_deal
from services.deals.pipelines.model import Pipeline, StageKind

FIELDS = Fields(
    *map(filtering.text, ("title", "stage_name", "contact_name", "company_name", "next_step")),
    *map(filtering.text, ("source", "competitor")),
    *map(filtering.uuid, ("id", "owner_id", "team_id", "pipeline_id", "stage_id", "contact_id")),
    filtering.uuid("closed_from_stage_id"),
    *map(filtering.time, ("create_time", "update_time", "stage_enter_time", "close_time")),
    *map(filtering.time, ("stuck_time",)),
    *map(filtering.date, ("expected_close_date", "next_step_date")),
    filtering.choice("state", State),
    filtering.choice("win_reason", WinReason),
    filtering.choice("loss_reason", LossReason),
    *map(filtering.number, ("probability", "amount_value")),
    filtering.tags("tags"),
    search=("title", "company_name", "contact_name"),
)
ORDERS = ("create_time", "update_time", "title", "stage_enter_time", "company_name")
LISTING = Listing(Deal, FIELDS, orders=(*ORDERS, "amount_value", "close_by"))
SEARCH = Search(Deal)


class Deals:
    """What can be done with deals."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, deal_id: UUID) -> Deal:
        """One deal. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Deal, deal_id)

    def list(self, query: Query, *, deleted: bool = False) -> Page[Deal]:
        """A page of deals. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Deal, deleted=deleted), query, self._tokens)

    def count(self, filter_: str) -> Count:
        """How many deals pass a filter, capped. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.count(tx, tx.select(Deal), filter_)

    def search(self, text: str, *, size: int = 0) -> Sequence[Deal]:
        """The deals that match best by title, company or contact."""
        with self._database.reading() as tx:
            return SEARCH.find(tx, text, size=size)

    def visits(self, deal_id: UUID) -> Sequence[StageVisit]:
        """The stages a deal went through, oldest first. Raises NotFound."""
        with self._database.reading() as tx:
            deal = tx.get(Deal, deal_id)
            visits = select(StageVisit).where(StageVisit.deal_id == deal.id)
            return list(tx.session.scalars(visits.order_by(StageVisit.enter_time, StageVisit.id)))

    def create(self, values: Values, *, converted: bool = False) -> Deal:
        """A new deal, in the stage given or the first. converted: it is made of a lead.

        Raises NotFound, FailedPrecondition.
        """
        with self._database.transaction() as tx:
            pipeline = of_deal(tx, values.get("pipeline_id"))
            stage = stage_of(pipeline, values.get("stage_id"))
            deal = Deal(
                pipeline_id=pipeline.id,
                stage_id=UUID(stage["id"]),
                stage_enter_time=tx.now,
                source="conversion" if converted else _source(),
            )
            rest = {k: v for k, v in values.items() if k not in {"pipeline_id", "stage_id"}}
            deal.change(owned(rest), stage)
            deal.move(stage, tx.now)
            hold(tx, [deal.contact_id])
            deal.contact_name = name_of(tx, deal.contact_id)
            tx.add(deal)
            history.created(tx, deal)
        return deal

    def update(self, deal_id: UUID, changes: Values, *, etag: str = "") -> Deal:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument, FailedPrecondition."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            stage = stage_of(of_deal(tx, deal.pipeline_id), deal.stage_id)
            changed = deal.change(changes, stage)
            if "contact_id" in changed:
                deal.contact_name = name_of(tx, deal.contact_id)
            history.changed(tx, deal, changed)
        return deal

    def move(self, deal_id: UUID, stage_id: UUID, *, etag: str = "") -> Deal:
        """To another open stage. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            pipeline, stage = pipeline_with(tx, stage_id)
            if stage_id == deal.stage_id:
                return deal
            left = deal.stage_name
            deal.move(stage, tx.now)
            deal.pipeline_id = pipeline.id
            fact = events.DealMoved(from_stage=left, to_stage=deal.stage_name)
            history.entered(tx, deal, fact)
        return deal

    def win(
        self,
        deal_id: UUID,
        *,
        reason: WinReason,
        note: str,
        terms: Terms | None,
        etag: str = "",
    ) -> Deal:
        """Sold; with terms a contract begins. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            stage = of_deal(tx, deal.pipeline_id).closing(StageKind.WON)
            deal.win(stage, tx.now, reason=reason, note=note)
            history.entered(tx, deal, events.DealWon())
            if terms is not None:
                sign(tx, deal, terms)
        return deal

    def lose(
        self,
        deal_id: UUID,
        *,
        reason: LossReason,
        note: str,
        competitor: str,
        etag: str = "",
    ) -> Deal:
        """Not sold. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            stage = of_deal(tx, deal.pipeline_id).closing(StageKind.LOST)
            deal.lose(stage, tx.now, reason=reason, note=note, competitor=competitor)
            history.entered(tx, deal, events.DealLost())
        return deal

    def reopen(self, deal_id: UUID, *, etag: str = "") -> Deal:
        """Worked on again, where it was closed from. Raises NotFound, FailedPrecondition."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            pipeline = of_deal(tx, deal.pipeline_id)
            left = deal.closed_from_stage_id
            stage = (pipeline.stage(left) if left else None) or pipeline.first()
            deal.reopen(stage, tx.now)
            history.entered(tx, deal, events.DealReopened())
        return deal

    def delete(self, deal_id: UUID, *, etag: str = "") -> None:
        """Takes a deal away. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag)
            deal.delete_time = tx.now
            history.told(tx, deal, events.DealDeleted())

    def undelete(self, deal_id: UUID, *, etag: str = "") -> Deal:
        """Brings a deleted deal back. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            deal = tx.get(Deal, deal_id, etag=etag, deleted=True)
            deal.delete_time = None
            history.told(tx, deal, events.DealUndeleted())
        return deal


def _source() -> str:
    return "person" if context.current().identity.kind == "user" else "api"


def stage_of(pipeline: Pipeline, stage_id: UUID | None) -> Stage:
    """The stage named, or the first. Raises NotFound (STAGE_NOT_FOUND)."""
    stage = pipeline.stage(stage_id) if stage_id else pipeline.first()
    if stage is None:
        raise NotFound("STAGE_NOT_FOUND", "There is no such stage in this pipeline.")
    return stage


def pipeline_with(tx: Transaction, stage_id: UUID) -> tuple[Pipeline, Stage]:
    """The pipeline that has a stage, and the stage. Raises NotFound (STAGE_NOT_FOUND)."""
    having = Pipeline.stages.contains([{"id": str(stage_id)}])
    pipeline = tx.session.scalars(select(Pipeline).where(having)).first()
    if pipeline is None:
        raise NotFound("STAGE_NOT_FOUND", "There is no such stage.")
    return pipeline, stage_of(pipeline, stage_id)
