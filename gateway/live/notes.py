"""A note of a relay, read: what a stream shows of a fact, and who may hear of it."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.audience import Audience, HeardBy

#: What a stream shows; the permission says why somebody hears of it.
SHOWN = ("id", "service", "type", "subject", "time", "owner_id", "team_id", "permission")


@dataclass(frozen=True, slots=True)
class Note:
    """One fact for screens; text: its JSON."""

    text: str
    audience: Audience


def read(body: bytes) -> Note | None:
    """The note in a message, None for one that is none."""
    try:
        told = json.loads(body)
        audience = Audience(
            permission=str(told["permission"]),
            heard_by=HeardBy(told["heard_by"]),
            owner_id=_id(told["owner_id"]),
            team_id=_id(told["team_id"]),
        )
        shown = {name: told[name] for name in SHOWN} | {"actor": told.get("actor", "")}
        if presence := told.get("presence"):
            shown["presence"] = {name: str(presence[name]) for name in ("user_id", "doing")}
    except (ValueError, KeyError, TypeError):
        return None
    return Note(json.dumps(shown, separators=(",", ":")), audience)


def _id(value: Any) -> UUID | None:
    return UUID(value) if value else None
