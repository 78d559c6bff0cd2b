"""The steps of a sequence: what each kind needs, and how it is kept."""

from collections.abc import Iterator, Mapping
from datetime import time
from enum import StrEnum
from typing import Any

from chassis.business_time import WEEKDAYS
from chassis.local_time import Limits

#: What a WAIT may say of the moment it waits for.
MOMENT = ("time_of_day", "window_from", "window_to", "weekdays")

Fault = tuple[str, str]


class StepKind(StrEnum):
    """What a step does."""

    SEND = "SEND"
    WAIT = "WAIT"
    CHECK = "CHECK"


class Otherwise(StrEnum):
    """What follows for who does not pass a CHECK."""

    END = "END"
    SKIP = "SKIP"


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """A step with what its kind needs, and nothing else."""
    kind = StepKind(given["kind"])
    if kind is StepKind.SEND:
        return {"kind": kind.value, "template_key": given.get("template_key", "")}
    if kind is StepKind.WAIT:
        moment = {name: given[name] for name in MOMENT if given.get(name)}
        return {"kind": kind.value, "wait_minutes": int(given.get("wait_minutes", 0)), **moment}
    otherwise = given.get("otherwise", "")
    minutes = int(given.get("wait_minutes", 0))
    return {
        "kind": kind.value,
        "filter": given.get("filter", ""),
        "otherwise": Otherwise.SKIP.value if otherwise == "SKIP" else Otherwise.END.value,
        **({"wait_minutes": minutes} if minutes else {}),
    }


def faults(step: Mapping[str, Any]) -> Iterator[Fault]:
    """The fields of a step that are wrong, and how."""
    match step["kind"]:
        case "SEND" if not step["template_key"]:
            yield "template_key", "is required"
        case "WAIT":
            yield from _waiting(step)
        case "CHECK" if not step["filter"].strip():
            yield "filter", "is required"


def limits(step: Mapping[str, Any]) -> Limits:
    """When a WAIT may end, once its minutes are over."""
    at, opens = step.get("time_of_day"), step.get("window_from")
    return Limits(
        time_of_day=time.fromisoformat(at) if at else None,
        window=(time.fromisoformat(opens), time.fromisoformat(step["window_to"]))
        if opens
        else None,
        weekdays=frozenset(map(WEEKDAYS.index, step.get("weekdays", ()))),
    )


def _waiting(step: Mapping[str, Any]) -> Iterator[Fault]:
    if not step["wait_minutes"] and not any(step.get(name) for name in MOMENT):
        yield "wait_minutes", "must be at least 1"
    opens, closes = step.get("window_from"), step.get("window_to")
    if bool(opens) != bool(closes):
        yield ("window_to" if opens else "window_from"), "is required with the other one"
    elif opens and opens == closes:
        yield "window_to", "must not be when the window opens: leave both out for the whole day"
    elif (at := step.get("time_of_day")) and not limits(step).within(time.fromisoformat(at)):
        yield "time_of_day", "lies outside of the window"
