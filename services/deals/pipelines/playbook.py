"""The playbook of a stage (R12): what is to be done once a deal enters it, as plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chassis.errors import Violation
from chassis.ids import uuid7
from chassis.wording import one_line

Step = dict[str, Any]


def kept(given: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps as they are stored; a new one gets its id here."""
    return [
        {
            "id": step.get("id") or str(uuid7()),
            "kind": str(step.get("kind", "")),
            "subject": one_line(step.get("subject", "")),
            "delay_hours": int(step.get("delay_hours", 0)),
            "template_key": str(step.get("template_key", "")).strip(),
        }
        for step in given
    ]


def refused(stages: Sequence[Mapping[str, Any]]) -> Iterable[Violation]:
    """What is wrong with the steps of a pipeline's stages."""
    ids = Counter(step["id"] for stage in stages for step in stage["playbook"])
    for index, stage in enumerate(stages):
        for number, step in enumerate(stage["playbook"]):
            path = f"stages[{index}].playbook[{number}]"
            if not step["subject"]:
                yield Violation(f"{path}.subject", "is required")
            if step["template_key"] and step["kind"] != "EMAIL":
                yield Violation(f"{path}.template_key", "only an EMAIL is sent by itself")
            if ids[step["id"]] > 1:
                yield Violation(f"{path}.id", "is another step's too")
