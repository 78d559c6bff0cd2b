"""Records to aim at, made by whoever may make them, with a known owner and team."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from tests.e2e.world import Person, World
from tests.harness.http import made
from tests.harness.waiting import eventually


@dataclass(frozen=True)
class Record:
    """One record and whose it is; "" for nobody."""

    kind: str
    id: str
    owner_id: str
    team_id: str


#: How a record can relate to a person of team a: (owner, team), named by people and teams.
RELATIONS: Mapping[str, tuple[str, str]] = {
    "own": ("self", "a"),
    "own, but in a foreign team": ("self", "b"),
    "a colleague's": ("mate", "a"),
    "the team's, nobody's": ("", "a"),
    "foreign": ("foreigner", "b"),
    "foreign, nobody's": ("", "b"),
    "nobody's at all": ("", ""),
}
MISSING = "01937b5e-7c00-7000-8000-0000000000ff"


def related(world: World, person: Person, relation: str) -> tuple[str, str]:
    """The owner and team id of a relation, seen from a person."""
    owner, team = RELATIONS[relation]
    owner_id = person.id if owner == "self" else world[owner].id if owner else ""
    return owner_id, world.teams[team] if team else ""


def contact(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A contact, made by the admin."""
    return _made(world, "contact", "/v1/contacts", owner_id, team_id, last_name=word)


def company(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A company, made by the admin."""
    return _made(world, "company", "/v1/companies", owner_id, team_id, name=f"{word} Ltd")


def form(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A form, made by the admin."""
    return _made(world, "form", "/v1/forms", owner_id, team_id, name=f"{word} form")


def deal(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A deal, made by the admin."""
    return _made(world, "deal", "/v1/deals", owner_id, team_id, title=f"{word} deal")


def activity(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A task, made by the admin."""
    task = {"kind": "TASK", "subject": f"{word} task", "due_time": "2027-01-04T09:00:00Z"}
    return _made(world, "activity", "/v1/activities", owner_id, team_id, **task)


def contract(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A contract, made by the admin."""
    days = {"start_date": "2026-01-01", "end_date": "2036-12-31"}
    return _made(world, "contract", "/v1/contracts", owner_id, team_id, title=word, **days)


def ticket(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A ticket, made by the admin."""
    return _made(world, "ticket", "/v1/tickets", owner_id, team_id, subject=f"{word} ticket")


def message(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A message that waits for years, to a contact: it is whose the contact is."""
    words = {"template_key": "form_confirmation", "values": {"form_name": word}}
    asked = {**words, "send_time": "2036-01-01T09:00:00Z"}
    return _about_contact(world, "message", "/v1/messages", asked, owner_id, team_id)


def enrolment(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A contact in a sequence that waits for months: it is whose the contact is."""
    steps = [{"kind": "WAIT", "wait_minutes": 500_000}]
    sequence = made(world.admin.post("/v1/sequences", {"name": word, "steps": steps}))["id"]
    made(world.admin.post(f"/v1/sequences/{sequence}:start"))
    asked = {"sequence_id": sequence}
    return _about_contact(world, "enrolment", "/v1/enrolments", asked, owner_id, team_id)


def nps_survey(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A contact who was asked: it is whose the contact is."""
    return _about_contact(world, "nps_survey", "/v1/nps_surveys", {}, owner_id, team_id)


def cleanup_item(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A contact of whom a round finds that something is missing: it is whose the contact is."""
    whom = contact(world, owner_id, team_id, word)
    _reviewed(world)

    made(world.admin.post("/v1/cleanup_policy:run"))

    def found() -> str:
        filter_ = quote(f'contact_id = "{whom.id}"')
        items = world.admin.get(f"/v1/cleanup_items?filter={filter_}").json()["cleanup_items"]
        return str(items[0]["id"]) if items else ""

    return Record("cleanup_item", eventually(found, what="a round finds it"), owner_id, team_id)


def segment(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A segment, made by the admin."""
    words = {"name": f"{word} segment", "filter": "city = Nowhere"}
    return _made(world, "segment", "/v1/segments", owner_id, team_id, **words)


def campaign(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record:
    """A draft of a campaign, made by the admin."""
    to = world.admin.get("/v1/segments?filter=name%20%3D%20Nobody").json().get("segments")
    body = {"name": "Nobody", "filter": "city = Nowhere"}
    segment_id = to[0]["id"] if to else made(world.admin.post("/v1/segments", body))["id"]
    words = {"name": f"{word} campaign", "segment_id": segment_id, "template_key": "news"}
    return _made(world, "campaign", "/v1/campaigns", owner_id, team_id, **words)


def contact_import(world: World, owner_id: str, team_id: str, word: str = "fresh") -> Record | None:
    """An import, uploaded by its owner; None when that is nobody who may upload."""
    person = _uploader(world, owner_id, "imports.write")
    if person is None or person.team_id != team_id:
        return None
    answer = made(
        person.client.call(
            "POST",
            f"/v1/imports?file_name={word}.csv",
            data=b"email,last_name\nada@example.com,Lovelace\n",
            headers={"Content-Type": "text/csv"},
        )
    )
    return Record("import", answer["id"], answer.get("owner_id", ""), answer.get("team_id", ""))


def api_key(world: World, owner_id: str, team_id: str, word: str = "Fresh") -> Record | None:
    """An API key, made by its owner in a browser. Keys belong to nobody's team."""
    person = _uploader(world, owner_id, "api_keys.write")
    if person is None or person.session is None:
        return None
    body = {"name": f"{word} {uuid4().hex}", "scopes": ["contacts.read"]}
    if person.reach("contacts.read") is None:
        body["scopes"] = ["api_keys.write"]
    answer = made(person.session.post("/v1/api_keys", body))
    return Record("api_key", answer["id"], owner_id, "")


#: kind -> make(world, owner_id, team_id, word in its name)
MAKERS: Mapping[str, Callable[..., Record | None]] = {
    "contact": contact,
    "company": company,
    "form": form,
    "segment": segment,
    "campaign": campaign,
    "deal": deal,
    "activity": activity,
    "contract": contract,
    "ticket": ticket,
    "message": message,
    "enrolment": enrolment,
    "nps_survey": nps_survey,
    "cleanup_item": cleanup_item,
    "import": contact_import,
    "api_key": api_key,
}


def _made(
    world: World, kind: str, path: str, owner_id: str, team_id: str, /, **fields: Any
) -> Record:
    owned = {name: value for name, value in (("owner_id", owner_id), ("team_id", team_id)) if value}
    answer = made(world.admin.post(path, {**fields, **owned}))
    found = answer.get("owner_id", ""), answer.get("team_id", "")
    assert found == (owner_id, team_id), f"{kind}: asked for {(owner_id, team_id)}, got {found}"
    return Record(kind, answer["id"], owner_id, team_id)


def _reviewed(world: World) -> None:
    """Somebody looks through what is found, once leads has heard that they work here."""
    said = {"enabled": True, "reviewer_id": world["chief"].id}
    if world.admin.get("/v1/cleanup_policy").json().items() >= said.items():
        return

    def named() -> bool:
        return world.admin.call("PATCH", "/v1/cleanup_policy", json=said).status_code == 200

    eventually(named, what="leads knows the reviewer")


def _about_contact(
    world: World, kind: str, path: str, asked: Mapping[str, Any], owner_id: str, team_id: str
) -> Record:
    """What notify and tickets keep about a contact. The facts of leads come in order, so that they
    know every contact made before this one, too."""
    person = {"last_name": kind, "email": f"{uuid4().hex}@example.com"}
    whom = _made(world, "contact", "/v1/contacts", owner_id, team_id, **person)

    def told() -> dict[str, Any] | None:
        answer = world.admin.post(path, {**asked, "contact_id": whom.id})
        return None if answer.status_code == 404 else made(answer)

    return Record(kind, eventually(told, what="the service knows")["id"], owner_id, team_id)


def _uploader(world: World, owner_id: str, permission: str) -> Person | None:
    for person in world.people.values():
        if person.id == owner_id and person.reach(permission):
            return person
    return None
