"""Who gets a lead: by rules, fairly, explained, and never to somebody who is not there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import assignment_pb2 as pb
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads

from tests import vectors
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.leads import requests
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

FAIRNESS = {case["id"]: case for case in vectors.load("assignment_fairness.json").get("cases", ())}
HOT = contacts_pb2.Contact.HOT
COLD = contacts_pb2.Contact.COLD


@pytest.fixture
def reps(machinery: Machinery, as_person: AsPerson) -> list[Person]:
    """Three reps who are there."""
    return [machinery.hire(as_person({"*": "own"}, name=name)) for name in ("Ann", "Ben", "Cid")]


def rule(office: Desk, reps: list[Person], **more: Any) -> pb.AssignmentRule:
    members = [str(rep.id) for rep in reps]
    values = {"name": "Everybody", "strategy": "ROUND_ROBIN", "member_ids": members, **more}
    return office.assignment.CreateAssignmentRule(
        pb.CreateAssignmentRuleRequest(assignment_rule=values)
    )


def lead(office: Desk, **fields: Any) -> contacts_pb2.Contact:
    """A contact that nobody owns."""
    created = office.contacts.CreateContact(
        contacts_pb2.CreateContactRequest(contact={"last_name": "Lead", **fields})
    )
    return office.contacts.UpdateContact(requests.change(created.id, owner_id=None, team_id=None))


def assign(office: Desk, contact_id: str, owner_id: str = "") -> pb.Assignment:
    return office.assignment.AssignContact(
        pb.AssignContactRequest(id=contact_id, owner_id=owner_id)
    )


def history(office: Desk, contact_id: str) -> list[pb.Assignment]:
    request = pb.ListAssignmentsRequest(contact_id=contact_id)
    return list(office.assignment.ListAssignments(request).assignments)


def owner(office: Desk, contact_id: str) -> str:
    return str(office.contacts.GetContact(requests.get(contact_id)).owner_id)


def turns_hot(machinery: Machinery, contact: contacts_pb2.Contact) -> None:
    machinery.tell(leads.ScoreChanged(contact=contact, old_rating=COLD, new_rating=HOT))


def test_the_first_rule_that_matches_decides_and_says_why(
    empty_office: Desk, reps: list[Person]
) -> None:
    rule(empty_office, reps[:1], name="Germany", filter="country = DE", position=1)
    rule(empty_office, reps[1:], name="Rest", position=2)
    german = assign(empty_office, lead(empty_office, country="DE").id)
    french = assign(empty_office, lead(empty_office, country="FR").id)

    assert (german.user_name, french.user_name) == ("Ann", "Ben")
    assert german.explanation == "Ann by the rule “Germany”: it is their turn."
    assert [(each.name, each.verdict) for each in french.candidates] == [
        ("Ben", "CHOSEN"),
        ("Cid", "LATER"),
    ]


def test_giving_does_not_change_the_rule_under_somebody_who_edits_it(
    empty_office: Desk, reps: list[Person]
) -> None:
    made = rule(empty_office, reps)
    assign(empty_office, lead(empty_office).id)
    change = {"id": made.id, "etag": made.etag, "capacity": 5}
    changed = empty_office.assignment.UpdateAssignmentRule(
        pb.UpdateAssignmentRuleRequest(assignment_rule=change, update_mask={"paths": ["capacity"]})
    )
    assert changed.capacity == 5


def test_it_is_told_with_owner_rule_and_reason(empty_office: Desk, reps: list[Person]) -> None:
    made = rule(empty_office, reps)
    contact = lead(empty_office)
    assign(empty_office, contact.id)

    facts = dict(empty_office.facts(f"contacts/{contact.id}"))
    told = facts["ContactAssigned"]
    assert told["owner_id"] == facts["ContactUpdated"]["contact"]["owner_id"] == str(reps[0].id)
    assert (told["reason"], told["rule_id"]) == ("ASKED", made.id)
    entries = empty_office.timeline.ListTimeline(requests.history(contact.id)).entries
    assert entries[0].title == "Assigned to Ann"


def test_thirty_at_once_are_shared_to_the_letter(empty_office: Desk, reps: list[Person]) -> None:
    rule(empty_office, reps)
    contacts = [lead(empty_office).id for _ in range(30)]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda contact_id: assign(empty_office, contact_id), contacts))
    names = [each.user_name for each in given]
    assert {name: names.count(name) for name in set(names)} == {"Ann": 10, "Ben": 10, "Cid": 10}


def test_who_is_hot_is_given_once_and_only_to_who_is_there(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    machinery.hire(reps[0], present=False)
    rule(empty_office, reps)
    contact = lead(empty_office)
    turns_hot(machinery, contact)
    turns_hot(machinery, contact)

    (given,) = history(empty_office, contact.id)
    assert (given.user_name, given.reason) == ("Ben", "HOT")
    assert "Ann is away" in given.explanation


def test_who_became_a_customer_before_a_late_fact_says_hot_is_given_to_nobody(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    rule(empty_office, reps)
    contact = lead(empty_office)
    machinery.tell(deals.DealWon(deal={"contact_id": contact.id}))
    turns_hot(machinery, contact)
    assert history(empty_office, contact.id) == []


def test_who_falls_and_is_hot_again_at_once_stays_with_who_has_them(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    rule(empty_office, reps)
    contact = lead(empty_office)
    turns_hot(machinery, contact)
    machinery.tell(leads.ScoreChanged(contact=contact, old_rating=HOT, new_rating=COLD))
    machinery.after(timedelta(minutes=59))
    turns_hot(machinery, contact)
    assert [each.user_name for each in history(empty_office, contact.id)] == ["Ann"]

    machinery.after(timedelta(minutes=2))
    turns_hot(machinery, contact)
    assert {each.user_name for each in history(empty_office, contact.id)} == {"Ann"}


def test_an_owner_in_the_rule_keeps_the_lead_and_a_clock_begins(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    rule(empty_office, reps)
    contact = lead(empty_office)
    empty_office.contacts.UpdateContact(requests.change(contact.id, owner_id=str(reps[2].id)))
    turns_hot(machinery, contact)

    (given,) = history(empty_office, contact.id)
    assert (given.user_name, given.follow_up) == ("Cid", pb.Assignment.RUNNING)


@pytest.mark.skipif(not FAIRNESS, reason="the shared vectors are not here")
def test_the_owner_of_the_vectors_keeps_what_comes(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    case = FAIRNESS["a10"]
    known = {f"u{number}": rep for number, rep in enumerate(reps)}
    rule(empty_office, reps)
    contact = lead(empty_office)
    whose = str(known[case["contact_owner"]].id)
    empty_office.contacts.UpdateContact(requests.change(contact.id, owner_id=whose))
    for _ in range(case["items"]):
        turns_hot(machinery, contact)
    given = [each.user_id for each in history(empty_office, contact.id)]
    assert given == [str(known[name].id) for name in case["expected"]]


@pytest.mark.skipif(not FAIRNESS, reason="the shared vectors are not here")
def test_what_waits_is_given_in_the_order_it_came(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    assert FAIRNESS["a13"]["order"] == "oldest waiting first"
    machinery.hire(reps[0], present=False)
    rule(empty_office, reps[:1], capacity=2)
    contacts = [lead(empty_office) for _ in range(3)]
    waiting = [contacts[1], contacts[2], contacts[0]]
    for contact in waiting:
        turns_hot(machinery, contact)
        machinery.after(timedelta(minutes=1))

    machinery.hire(reps[0], present=True)
    mine = str(reps[0].id)
    assert [owner(empty_office, each.id) for each in waiting] == [mine, mine, ""]


def test_what_nobody_could_take_is_given_when_somebody_comes(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    machinery.hire(reps[0], present=False)
    rule(empty_office, reps[:1])
    contact = lead(empty_office)
    turns_hot(machinery, contact)
    assert owner(empty_office, contact.id) == ""
    with refused("FAILED_PRECONDITION", "NOBODY_AVAILABLE"):
        assign(empty_office, contact.id)

    machinery.hire(reps[0], present=True)
    assert owner(empty_office, contact.id) == str(reps[0].id)


def test_what_somebody_took_meanwhile_is_not_given_away(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    contact = lead(empty_office)
    turns_hot(machinery, contact)
    empty_office.contacts.UpdateContact(requests.change(contact.id, owner_id=str(reps[2].id)))
    machinery.settle()
    rule(empty_office, reps[:1])
    machinery.settle()
    assert owner(empty_office, contact.id) == str(reps[2].id)


def test_room_is_made_by_closing_a_lead(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    rule(empty_office, reps[:1], capacity=1)
    first, second = lead(empty_office), lead(empty_office)
    for contact in (first, second):
        turns_hot(machinery, contact)
    assert [owner(empty_office, each.id) for each in (first, second)] == [str(reps[0].id), ""]

    stage = contacts_pb2.Contact.OPPORTUNITY
    machinery.tell(leads.LifecycleChanged(contact=first, new_stage=stage))
    assert owner(empty_office, second.id) == str(reps[0].id)


def test_leads_of_somebody_who_is_gone_go_to_others(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    rule(empty_office, reps[:2])
    contacts = [lead(empty_office) for _ in range(6)]
    for contact in contacts:
        assign(empty_office, contact.id)
    machinery.hire(reps[0], active=False)

    assert {owner(empty_office, each.id) for each in contacts} == {str(reps[1].id)}
    moved = [history(empty_office, each.id)[0].reason for each in contacts]
    assert moved.count("OWNER_GONE") == 3


def test_nobody_is_named_who_does_not_work_here(
    empty_office: Desk, reps: list[Person], machinery: Machinery
) -> None:
    contact = lead(empty_office)
    stranger = "01937b5e-7c00-7000-8000-0000000000aa"
    machinery.hire(reps[0], active=False)
    for nobody in (stranger, str(reps[0].id)):
        with refused("INVALID_ARGUMENT"):
            assign(empty_office, contact.id, nobody)


@pytest.mark.parametrize(
    "wrong",
    [{"filter": "planet = MARS"}, {"filter": "owner_id = me"}, {"member_ids": []}],
    ids=str,
)
def test_a_rule_that_could_never_work_is_refused(
    empty_office: Desk, reps: list[Person], wrong: dict[str, Any]
) -> None:
    with refused("INVALID_ARGUMENT"):
        rule(empty_office, reps, **wrong)
