"""The pipeline, its stages, and what a stage asks of a deal."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import InvalidArgument, Violation
from chassis.ids import uuid7
from chassis.wording import one_line
from services.deals.pipelines import playbook
from services.deals.tables import Table

#: Fields of a deal that a stage may ask for.
REQUIRABLE = ("amount", "expected_close_date", "contact_id", "company_name", "next_step")


class StageKind(StrEnum):
    """What being in a stage means."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


class Pipeline(Table, Entity, kw_only=True):
    """A way of selling. Stages are kept with it, in their order, as plain values."""

    __tablename__ = "pipelines"

    name: Mapped[str] = mapped_column(default="")
    default: Mapped[bool] = mapped_column(default=False)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Sets what is named and checks every rule. Raises InvalidArgument."""
        for name, value in changes.items():
            setattr(self, name, one_line(value) if isinstance(value, str) else value)
        if "stages" in changes:
            self.stages = [_stage(stage) for stage in changes["stages"]]
            _check(self.stages)
        if not self.name:
            raise InvalidArgument.of("name", "is required")

    def stage(self, stage_id: UUID) -> dict[str, Any] | None:
        """The stage with this id, if the pipeline has it."""
        return next((stage for stage in self.stages if stage["id"] == str(stage_id)), None)

    def first(self) -> dict[str, Any]:
        """Where new deals go."""
        return next(stage for stage in self.stages if stage["kind"] == StageKind.OPEN)

    def closing(self, kind: StageKind) -> dict[str, Any]:
        """The stage of won, or of lost, deals."""
        return next(stage for stage in self.stages if stage["kind"] == kind)


class StageRow(Table, kw_only=True):
    """The stages once more, one a row, so that queries can join them; written with the pipeline."""

    __tablename__ = "stages"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    pipeline_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[StageKind]
    position: Mapped[int]
    probability: Mapped[int]
    rotting_days: Mapped[int]


def _stage(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": given.get("id") or str(uuid7()),
        "name": one_line(given.get("name", "")),
        "probability": int(given.get("probability", 0)),
        "kind": str(given["kind"]),
        "required_fields": list(given.get("required_fields", ())),
        "rotting_days": int(given.get("rotting_days", 0)),
        "playbook": playbook.kept(given.get("playbook", ())),
    }


def _check(stages: list[dict[str, Any]]) -> None:
    kinds = [stage["kind"] for stage in stages]
    names = [stage["name"].casefold() for stage in stages]
    refused = [*_refused_fields(stages), *playbook.refused(stages)]
    if StageKind.OPEN not in kinds:
        refused.append(Violation("stages", "needs at least one stage of kind OPEN"))
    for kind in (StageKind.WON, StageKind.LOST):
        if kinds.count(kind) != 1:
            refused.append(Violation("stages", f"needs exactly one stage of kind {kind}"))
    if len(set(names)) != len(names):
        refused.append(Violation("stages", "must not have two stages of one name"))
    if refused:
        raise InvalidArgument.many(refused)


def _refused_fields(stages: Iterable[dict[str, Any]]) -> Iterable[Violation]:
    for index, stage in enumerate(stages):
        for field in stage["required_fields"]:
            if field not in REQUIRABLE:
                known = ", ".join(REQUIRABLE)
                yield Violation(f"stages[{index}].required_fields", f"{field}: choose of {known}")
