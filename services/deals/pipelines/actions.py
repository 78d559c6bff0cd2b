"""The use cases of pipelines. Each method is one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import pipelines_pb2 as pb
from sqlalchemy import delete, exists, select, update

from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition, NotFound
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.deals.deals.model import Deal
from services.deals.pipelines.model import Pipeline, StageKind, StageRow


class Pipelines:
    """What can be done with pipelines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, pipeline_id: UUID) -> Pipeline:
        """One pipeline. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Pipeline, pipeline_id)

    def list(self) -> list[Pipeline]:
        """All pipelines, the default one first."""
        ordered = select(Pipeline).order_by(Pipeline.default.desc(), Pipeline.name, Pipeline.id)
        with self._database.reading() as tx:
            return tx.scalars(ordered.limit(50))

    def create(self, values: Mapping[str, Any]) -> Pipeline:
        """A new pipeline; the first one is the default. Raises InvalidArgument, AlreadyExists."""
        with self._database.transaction() as tx:
            pipeline = Pipeline()
            pipeline.change(values)
            _refuse_twin(tx, pipeline)
            pipeline.default = pipeline.default or not tx.session.scalar(
                select(exists(Pipeline.id))
            )
            tx.add(pipeline)
            self._write(tx, pipeline)
        return pipeline

    def update(self, pipeline_id: UUID, changes: Mapping[str, Any], *, etag: str = "") -> Pipeline:
        """Sets what is named.

        Raises NotFound, Aborted, AlreadyExists, FailedPrecondition (STAGE_IN_USE).
        """
        with self._database.transaction() as tx:
            pipeline = tx.get(Pipeline, pipeline_id, etag=etag)
            before = {stage["id"] for stage in pipeline.stages}
            pipeline.change(changes)
            if "name" in changes:
                _refuse_twin(tx, pipeline)
            gone = before - {stage["id"] for stage in pipeline.stages}
            _refuse_used(tx, gone)
            self._write(tx, pipeline)
        return pipeline

    def delete(self, pipeline_id: UUID, *, etag: str = "") -> None:
        """Removes a pipeline without deals. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            pipeline = tx.get(Pipeline, pipeline_id, etag=etag)
            if pipeline.default:
                raise FailedPrecondition(
                    "PIPELINE_DEFAULT", "Make another pipeline the default first."
                )
            if tx.session.scalar(select(exists().where(Deal.pipeline_id == pipeline.id))):
                raise FailedPrecondition("PIPELINE_IN_USE", "Deals are in this pipeline.")
            tx.execute(delete(StageRow).where(StageRow.pipeline_id == pipeline.id))
            tx.session.delete(pipeline)

    def _write(self, tx: Transaction, pipeline: Pipeline) -> None:
        """Writes the stages as rows, keeps one default, tells the fact."""
        tx.flush()
        if pipeline.default:
            others = update(Pipeline).where(Pipeline.id != pipeline.id, Pipeline.default)
            tx.execute(others.values(default=False))
        tx.execute(delete(StageRow).where(StageRow.pipeline_id == pipeline.id))
        tx.session.add_all(_rows(pipeline))
        fact = events.PipelineChanged(pipeline=to_message(pipeline, pb.Pipeline))
        tx.publish(fact, subject=pipeline)


def of_deal(tx: Transaction, pipeline_id: UUID | None) -> Pipeline:
    """The pipeline named, or the default one. Raises NotFound (PIPELINE_NOT_FOUND)."""
    query = select(Pipeline)
    query = (
        query.where(Pipeline.id == pipeline_id) if pipeline_id else query.where(Pipeline.default)
    )
    pipeline = tx.session.scalars(query).first()
    if pipeline is None:
        raise NotFound("PIPELINE_NOT_FOUND", "There is no such pipeline.")
    return pipeline


def _rows(pipeline: Pipeline) -> list[StageRow]:
    return [
        StageRow(
            id=UUID(stage["id"]),
            pipeline_id=pipeline.id,
            name=stage["name"],
            kind=StageKind(stage["kind"]),
            position=position,
            probability=stage["probability"],
            rotting_days=stage["rotting_days"],
        )
        for position, stage in enumerate(pipeline.stages)
    ]


def _refuse_twin(tx: Transaction, pipeline: Pipeline) -> None:
    tx.lock_key("pipeline", pipeline.name.casefold())
    names = select(Pipeline.name).where(Pipeline.id != pipeline.id)
    with tx.session.no_autoflush:
        taken = {name.casefold() for name in tx.session.scalars(names)}
    if pipeline.name.casefold() in taken:
        raise AlreadyExists("PIPELINE_EXISTS", "There is a pipeline of this name.")


def _refuse_used(tx: Transaction, stage_ids: set[str]) -> None:
    used = select(exists().where(Deal.stage_id.in_(map(UUID, stage_ids))))
    if stage_ids and tx.session.scalar(used):
        raise FailedPrecondition("STAGE_IN_USE", "Deals are in a stage that is left out.")
