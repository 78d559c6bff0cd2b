"""Who sees and changes what: every person, every RPC about records, every relation to a record.

Answers are compared with an oracle that knows nothing but grants, owners and teams.
"""

import csv
import io
from collections.abc import Iterable, Mapping

import pytest
import requests

from tests.contract.protos import Rpc
from tests.e2e import records
from tests.e2e.asking import FEWER, SCOPED, SUBJECTS, rows
from tests.e2e.records import MAKERS, MISSING, RELATIONS, Record, related
from tests.e2e.surfaces import (
    SURFACES,
    Count,
    File,
    Many,
    One,
    Total,
)
from tests.e2e.world import Person, World
from tests.harness.http import made, problem

pytestmark = pytest.mark.timeout(300)


def test_no_rpc_about_records_is_left_out() -> None:
    assert set(SURFACES) == set(SCOPED)


@pytest.mark.parametrize("rpc", SCOPED.values(), ids=str)
def test_the_table_names_the_permission_the_rpc_names(rpc: Rpc) -> None:
    assert SURFACES[str(rpc)].permission == rpc.permission


@pytest.fixture(scope="module")
def standing(world: World) -> Mapping[str, list[Record]]:
    """Records of every kind in every relation to every person; only looked at."""
    owned = {related(world, world[name], relation) for name in SUBJECTS for relation in RELATIONS}
    found = {
        kind: [record for pair in sorted(owned) if (record := make(world, *pair, world.word))]
        for kind, make in MAKERS.items()
        if kind != "api_key"
    }
    keys = {owner_id for owner_id, _ in owned}
    found["api_key"] = [
        record for owner_id in sorted(keys) if (record := records.api_key(world, owner_id, ""))
    ]
    return found


def aimed(world: World, person: Person, surface: One, record_id: str) -> requests.Response:
    """One call about one record."""
    body = (
        surface.about(record_id, world["foreigner"].id)
        if surface.verb in ("POST", "PATCH")
        else None
    )
    return person.client.patiently(surface.verb, surface.path.format(id=record_id), json=body)


def verdict(answer: requests.Response) -> str:
    """The reason of a refusal, or "done"."""
    return "done" if answer.ok else str(problem(answer, answer.status_code)["reason"])


def expected(person: Person, surface: One, record: Record) -> str:
    """What the oracle says."""
    if person.reach(surface.permission) is None:
        return "PERMISSION_REQUIRED"
    if person.sees(record.owner_id, record.team_id, surface.permission):
        return "done"
    return f"{record.kind.upper()}_NOT_FOUND"


@rows(One)
def test_what_is_out_of_reach_is_not_there(
    name: str, surface: One, world: World, standing: Mapping[str, list[Record]]
) -> None:
    wrong, asked = [], 0
    for person in (world[subject] for subject in (FEWER if surface.fresh else SUBJECTS)):
        for relation in RELATIONS:
            record = target(world, person, surface, relation, standing)
            if record is None:
                continue
            asked += 1
            got, want = (
                verdict(aimed(world, person, surface, record.id)),
                expected(person, surface, record),
            )
            if got != want and not (want == "done" and got in surface.refusals):
                wrong.append((person.name, relation, got, want))
    assert wrong == []
    assert asked >= len(FEWER)


def target(
    world: World,
    person: Person,
    surface: One,
    relation: str,
    standing: Mapping[str, list[Record]],
) -> Record | None:
    """A record in this relation to this person: a new one when the call may change it."""
    owner_id, team_id = related(world, person, relation)
    if surface.kind == "api_key":
        team_id = ""
    if surface.fresh:
        record = MAKERS[surface.kind](world, owner_id, team_id)
        if record and surface.deleted:
            made(world.admin.delete(surface.path.removesuffix(":undelete").format(id=record.id)))
        return record
    known = (r for r in standing[surface.kind] if (r.owner_id, r.team_id) == (owner_id, team_id))
    return next(known, None)


@rows(One)
def test_foreign_and_missing_are_told_apart_by_nothing(
    name: str, surface: One, world: World, standing: Mapping[str, list[Record]]
) -> None:
    person = world["owner"]
    foreign = next(r for r in standing[surface.kind] if r.owner_id == world["foreigner"].id)
    told = []
    for record_id in (foreign.id, MISSING):
        answer = aimed(world, person, surface, record_id)
        document = problem(answer, 404)
        document.pop("instance", None)
        document.pop("request_id", None)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        told.append((document, {n: v for n, v in headers.items() if n not in PER_REQUEST}))
    assert told[0] == told[1]


PER_REQUEST = {
    "date",
    "x-request-id",
    "ratelimit",
    "traceparent",
}


def query(surface: Many, world: World) -> dict[str, str]:
    return {name: value.replace("{word}", world.word) for name, value in surface.query.items()}


def visible(person: Person, surface: Many, found: Iterable[Record]) -> set[str]:
    """The ids the oracle lets a person see."""
    return {
        record.id
        for record in found
        if person.sees(record.owner_id, record.team_id, surface.permission)
    }


def shown(person: Person, surface: Many, world: World) -> set[str]:
    """The ids a person is shown."""
    if isinstance(surface, File):
        answer = person.client.patiently("GET", surface.path, params=query(surface, world))
        assert answer.ok, answer.text
        return {
            row["id"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        }
    items = person.client.pages(surface.path, surface.items, **query(surface, world))
    return {item["id"] for item in items}


def check_many(surface: Many, world: World, standing: Mapping[str, list[Record]]) -> None:
    for person in (world[subject] for subject in SUBJECTS):
        if person.reach(surface.permission) is None:
            refused = person.client.get(surface.path, **query(surface, world))
            problem(refused, 403, "PERMISSION_REQUIRED")
            continue
        found = standing[surface.kind]
        ids = shown(person, surface, world) & {record.id for record in found}
        assert ids == visible(person, surface, found), person.name


@rows(Many)
def test_a_list_shows_what_is_within_reach_and_nothing_else(
    name: str, surface: Many, world: World, standing: Mapping[str, list[Record]]
) -> None:
    check_many(surface, world, standing)


@rows(File)
def test_a_file_holds_what_is_within_reach_and_nothing_else(
    name: str, surface: File, world: World, standing: Mapping[str, list[Record]]
) -> None:
    check_many(surface, world, standing)


@pytest.mark.parametrize("name", [n for n, s in SURFACES.items() if isinstance(s, Many)])
def test_nothing_on_a_list_belongs_to_anybody_out_of_reach(
    name: str, world: World, standing: Mapping[str, list[Record]]
) -> None:
    surface = SURFACES[name]
    assert isinstance(surface, Many)
    if isinstance(surface, (Count, File, Total)):
        return
    for person in (world[subject] for subject in SUBJECTS):
        if person.reach(surface.permission) is None:
            continue
        parameters = query(surface, world) if "search" in surface.path else {}
        for item in person.client.pages(surface.path, surface.items, **parameters):
            whose = item.get("contact", item)  # what is said of a contact is whose the contact is
            owner_id, team_id = whose.get("owner_id", ""), whose.get("team_id", "")
            assert person.sees(owner_id, team_id, surface.permission), (person.name, item["id"])


@rows(Count)
def test_a_count_counts_what_is_within_reach_and_nothing_else(
    name: str, surface: Count, world: World, standing: Mapping[str, list[Record]]
) -> None:
    listed = next(
        s
        for s in SURFACES.values()
        if type(s) is Many and s.kind == surface.kind and s.query == surface.query
    )
    for person in (world[subject] for subject in SUBJECTS):
        answer = person.client.get(surface.path, **query(surface, world))
        if person.reach(surface.permission) is None:
            problem(answer, 403, "PERMISSION_REQUIRED")
        else:
            assert made(answer).get("count", 0) == len(shown(person, listed, world)), person.name


@rows(Total)
def test_a_total_adds_up_what_is_within_reach_and_nothing_else(
    name: str, surface: Total, world: World, standing: Mapping[str, list[Record]]
) -> None:
    items, number = surface.items.split(".")
    for person in (world[subject] for subject in SUBJECTS):
        answer = person.client.get(surface.path, **query(surface, world))
        if person.reach(surface.permission) is None:
            problem(answer, 403, "PERMISSION_REQUIRED")
            continue
        total = sum(item.get(number, 0) for item in made(answer)[items])
        assert total == len(visible(person, surface, standing[surface.kind])), person.name
