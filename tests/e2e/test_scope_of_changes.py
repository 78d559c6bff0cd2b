"""Who makes records, changes many at once, and sees numbers made of them, against the oracle."""

import pytest

from tests.e2e.asking import FEWER, SCOPED, SUBJECTS, rows
from tests.e2e.records import MAKERS, MISSING, RELATIONS, related
from tests.e2e.surfaces import Batch, Create, Digest, OwnCreate
from tests.e2e.world import Person, World
from tests.harness.http import made, problem

pytestmark = pytest.mark.timeout(300)


@rows(Digest)
def test_numbers_are_only_for_those_who_may_see_them(
    name: str, surface: Digest, world: World
) -> None:
    for person in (world[subject] for subject in SUBJECTS):
        if surface.body is None:
            answer = person.client.get(surface.path)
        else:
            answer = person.client.post(surface.path, surface.body)
        if person.reach(surface.permission) is None:
            problem(answer, 403, "PERMISSION_REQUIRED")
        else:
            assert made(answer) is not None


@rows(Batch)
def test_a_batch_reaches_what_is_within_reach_and_nothing_else(
    name: str, surface: Batch, world: World
) -> None:
    for person in (world[subject] for subject in FEWER):
        pairs = [related(world, person, relation) for relation in RELATIONS]
        aimed_at = [record for pair in pairs if (record := MAKERS[surface.kind](world, *pair))]
        ids = [*(record.id for record in aimed_at), MISSING]
        answer = person.client.post(surface.path, {**surface.body, "ids": ids})
        if person.reach(surface.permission) is None:
            problem(answer, 403, "PERMISSION_REQUIRED")
            continue
        results = made(answer)["results"]
        done = {ids[n] for n, result in enumerate(results) if not result.get("error")}
        reasons = {result["error"]["reason"] for result in results if result.get("error")}
        assert len(results) == len(ids)
        assert done == {
            r.id for r in aimed_at if person.sees(r.owner_id, r.team_id, surface.permission)
        }, person.name
        assert reasons <= {f"{surface.kind.upper()}_NOT_FOUND"}


@rows(Create)
def test_nobody_makes_a_record_beyond_their_own_reach(
    name: str, surface: Create, world: World
) -> None:
    wrong = []
    for person in (world[subject] for subject in SUBJECTS):
        for relation in RELATIONS:
            owner_id, team_id = related(world, person, relation)
            got = created(person, surface, owner_id, team_id)
            if person.reach(surface.permission) is None:
                want = {"PERMISSION_REQUIRED"}
            elif person.sees(owner_id, team_id, surface.permission):
                want = {"done"}
            elif not owner_id:
                want = {"done", "OUT_OF_SCOPE"}  # nobody said whose it is: it may become theirs
            else:
                want = {"OUT_OF_SCOPE"}
            if got not in want:
                wrong.append((person.name, relation, got, want))
    assert wrong == []


def created(person: Person, surface: Create, owner_id: str, team_id: str) -> str:
    """ "done" when a record was made that its maker reaches, or the reason of the refusal."""
    owned = {n: value for n, value in (("owner_id", owner_id), ("team_id", team_id)) if value}
    body = {**surface.body, **owned}
    answer = person.client.post(surface.path, {surface.items: [body]} if surface.items else body)
    if not answer.ok:
        return str(problem(answer, answer.status_code)["reason"])
    document = made(answer)
    if surface.items:
        (result,) = document["results"]
        if result.get("error"):
            return str(result["error"]["reason"])
        return "done"
    mine = person.sees(
        document.get("owner_id", ""), document.get("team_id", ""), surface.permission
    )
    return "done" if mine else "made out of reach"


@rows(OwnCreate)
def test_what_always_belongs_to_its_maker_takes_no_other_owner(
    name: str, surface: OwnCreate
) -> None:
    assert surface.why
    resource = SCOPED[name].output
    assert "owner_id" in resource.fields_by_name
