"""Scores on real servers: worked out by themselves, explained to the point, never a lost update."""

from datetime import timedelta

import pytest
from crm.deals.v1 import deals_pb2
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2, timeline_pb2
from crm.leads.v1 import lifecycle_pb2 as lifecycle
from crm.leads.v1 import scoring_pb2 as pb
from crm.tickets.v1 import events_pb2 as tickets
from sqlalchemy import event

from tests.factories import create_contact
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.scores import CALL_RULE, call, explained, read, rule, steps

Contact = contacts_pb2.Contact


@pytest.fixture
def office(empty_office: Desk) -> Desk:
    return empty_office


def test_a_score_explains_itself_and_adds_up(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact(phone="+4930123456", job_title="Head of IT"))
    call(office, ada)
    machinery.settle()
    score = explained(office, ada)
    assert {e.rule_name: (e.points, e.worth, e.counted) for e in score.entries} == {
        "Phone is known": (5, 5, 5),
        "Decides about buying": (15, 15, 15),
        "Spoke with us": (10, 10, 10),
    }
    assert sum(entry.counted for entry in score.entries) == score.score == 30
    assert sum(group.counted for group in score.groups) == 30
    spoke = score.entries[-1]
    assert spoke.title == "Call: spoke with the person"
    assert spoke.timeline_entry_id
    kept = read(office, ada)
    assert (kept.score, kept.rating) == (30, Contact.WARM)
    assert score.rating_reason == "30 points, 30 are warm"


def test_a_score_is_no_change_of_the_contact(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact(phone="+4930123456"))
    machinery.settle()
    kept = read(office, ada)
    assert (kept.score, kept.etag) == (5, ada.etag)


def test_crossing_the_thresholds_moves_a_lead_on_and_tells_it(
    office: Desk, machinery: Machinery
) -> None:
    rule(office)
    ada = office.contacts.CreateContact(create_contact())
    machinery.settle()
    call(office, ada)
    assert "LifecycleChanged" in machinery.settle()
    call(office, ada)
    machinery.settle()
    assert steps(office, ada) == [
        ("LEAD", "MARKETING_QUALIFIED", "score"),
        ("MARKETING_QUALIFIED", "SALES_READY", "score"),
    ]
    told = [(name, data) for name, data in office.facts(f"contacts/{ada.id}")]
    scores = [data for name, data in told if name == "ScoreChanged"]
    assert [data["crossed_thresholds"] for data in scores] == [[30], [60]]
    assert scores[-1]["contact"]["rating"] == "HOT"
    moved = [data for name, data in told if name == "ContactUpdated"]
    assert moved[-1]["changes"] == {
        "lifecycle_stage": {"old": "MARKETING_QUALIFIED", "new": "SALES_READY"}
    }
    assert moved[-1]["contact"]["etag"] == read(office, ada).etag


def test_hearing_the_same_again_changes_nothing(office: Desk, machinery: Machinery) -> None:
    rule(office)
    ada = office.contacts.CreateContact(create_contact())
    call(office, ada)
    machinery.settle()
    before = office.facts(f"contacts/{ada.id}")
    office.timeline.CreateNote(timeline_pb2.CreateNoteRequest(contact_id=ada.id, body="x"))
    machinery.settle()
    assert [name for name, _ in office.facts(f"contacts/{ada.id}")[len(before) :]] == ["NoteAdded"]


def test_a_score_falls_by_itself_and_the_stage_stays(office: Desk, machinery: Machinery) -> None:
    rule(office, points=40)
    ada = office.contacts.CreateContact(create_contact())
    call(office, ada)
    machinery.settle()
    assert (read(office, ada).score, read(office, ada).rating) == (50, Contact.WARM)
    machinery.after(timedelta(days=7))
    assert read(office, ada).rating == Contact.WARM
    machinery.after(timedelta(days=10))
    kept = read(office, ada)
    assert kept.rating == Contact.COLD
    assert kept.lifecycle_stage == Contact.MARKETING_QUALIFIED
    assert kept.score == explained(office, ada).score


def test_a_rating_falls_at_the_moment_it_does(office: Desk, machinery: Machinery) -> None:
    rule(office, filter="kind = NOTE", points=32, half_life_days=100)
    ada = office.contacts.CreateContact(create_contact())
    office.timeline.CreateNote(timeline_pb2.CreateNoteRequest(contact_id=ada.id, body="x"))
    machinery.settle()
    falls = 100 * 0.11734  # 32 halves to 29.5 after log2(32 / 29.5) half-lives
    machinery.after(timedelta(days=falls - 0.1))
    assert (read(office, ada).score, read(office, ada).rating) == (30, Contact.WARM)
    machinery.after(timedelta(days=0.2))
    assert (read(office, ada).score, read(office, ada).rating) == (29, Contact.COLD)


def test_what_only_buyers_do_makes_hot_whatever_the_score(
    office: Desk, machinery: Machinery
) -> None:
    rule(office, name="Asked for a contract", points=1, hot_days=14)
    ada = office.contacts.CreateContact(create_contact())
    call(office, ada)
    machinery.settle()
    score = explained(office, ada)
    assert (score.rating, score.rating_reason) == (Contact.HOT, "Asked for a contract")
    assert steps(office, ada) == [("LEAD", "SALES_READY", "hot")]
    machinery.after(timedelta(days=15))
    assert read(office, ada).rating == Contact.COLD


def test_a_changed_rule_counts_for_everybody(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact(phone="+4930123456"))
    machinery.settle()
    (phone,) = [
        rule
        for rule in office.scoring.ListScoringRules(pb.ListScoringRulesRequest()).scoring_rules
        if rule.name == "Phone is known"
    ]
    request = pb.UpdateScoringRuleRequest(scoring_rule={"id": phone.id, "points": 31})
    office.scoring.UpdateScoringRule(request)
    machinery.settle()
    assert read(office, ada).rating == Contact.WARM
    office.scoring.DeleteScoringRule(pb.DeleteScoringRuleRequest(id=phone.id))
    machinery.settle()
    assert read(office, ada).score == 0
    office.scoring.UpdateScoringModel(pb.UpdateScoringModelRequest(scoring_model={"warm_score": 5}))
    assert office.scoring.GetScoringModel(pb.GetScoringModelRequest()).warm_score == 5


def test_a_rule_that_nobody_understands_is_refused(office: Desk) -> None:
    for wrong in ("kind = LUNCH", "country = DE", "path:"):
        with refused("INVALID_ARGUMENT") as refusal:
            rule(office, filter=wrong)
        assert list(refusal.violations) == ["filter"], wrong
    with refused("INVALID_ARGUMENT") as refusal:
        rule(office, basis="RECORD", filter="city:*", half_life_days=3)
    assert list(refusal.violations) == ["half_life_days"]
    with refused("INVALID_ARGUMENT") as refusal:
        rule(office, half_life_days=3, decay_days=30, decay_percent=10)
    assert list(refusal.violations) == ["decay_days"]
    with refused("INVALID_ARGUMENT") as refusal:
        office.scoring.UpdateScoringModel(
            pb.UpdateScoringModelRequest(scoring_model={"warm_score": 60})
        )
    assert list(refusal.violations) == ["warm_score"]
    with refused("INVALID_ARGUMENT") as refusal:
        office.scoring.UpdateScoringModel(
            pb.UpdateScoringModelRequest(scoring_model={"score_cap": 59})
        )
    assert list(refusal.violations) == ["hot_score"]


def test_a_rule_is_tried_on_a_person_before_it_counts(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact())
    call(office, ada)
    machinery.settle()
    tried = office.scoring.TryScoringRule(
        pb.TryScoringRuleRequest(contact_id=ada.id, scoring_rule=CALL_RULE)
    )
    assert (tried.score_before, tried.score.score) == (10, 45)
    assert [(entry.rule_name, entry.worth) for entry in tried.entries] == [("Spoke at length", 35)]
    assert read(office, ada).score == 10


def test_a_changed_rule_is_tried_in_place_of_what_it_was(
    office: Desk, machinery: Machinery
) -> None:
    ada = office.contacts.CreateContact(create_contact())
    call(office, ada)
    machinery.settle()
    stored = rule(office)
    fields = {"contact_id": ada.id, "scoring_rule": {**CALL_RULE, "points": 20}}
    tried = office.scoring.TryScoringRule(
        pb.TryScoringRuleRequest(**fields, replaced_rule_id=stored.id)
    )
    assert (tried.score_before, tried.score.score) == (45, 30)
    assert tried.rating_before == tried.score.rating == Contact.WARM
    assert [entry.points for entry in tried.entries] == [20]
    with refused("NOT_FOUND"):
        office.scoring.TryScoringRule(pb.TryScoringRuleRequest(**fields, replaced_rule_id=ada.id))


def test_changed_rules_are_tried_on_the_past(
    office: Desk, machinery: Machinery, as_person: AsPerson
) -> None:
    buyer, looker = (office.contacts.CreateContact(create_contact()) for _ in range(2))
    call(office, buyer)
    machinery.after(timedelta(days=1))
    deal = deals_pb2.Deal(id=buyer.id, contact_id=buyer.id, title="Looms")
    machinery.tell(deals.DealCreated(deal=deal))
    machinery.after(timedelta(days=300))
    call(office, buyer)
    found = office.scoring.BacktestScoring(
        pb.BacktestScoringRequest(
            scoring_rules=[{**CALL_RULE, "points": 90}], scoring_model={"hot_score": 70}
        )
    )
    assert (found.contact_count, found.deal_count, found.warmer_count) == (2, 1, 1)
    hot = found.bands[-1]
    assert (hot.contacts_before, hot.contacts_after, hot.deals_after) == (0, 1, 1)
    (change,) = found.changes
    assert (change.contact_id, change.score_before) == (buyer.id, 10)
    assert len(office.scoring.ListScoringRules(pb.ListScoringRulesRequest()).scoring_rules) == 15
    rep = Desk(office.running, as_person({"contacts.*": "own"}))
    assert rep.scoring.BacktestScoring(pb.BacktestScoringRequest()).contact_count == 0
    with refused("INVALID_ARGUMENT"):
        office.scoring.BacktestScoring(pb.BacktestScoringRequest(filter="nonsense"))
    assert read(office, looker).score == 0


def test_nobody_reads_the_score_of_a_contact_out_of_scope(
    office: Desk, desk: MakeDesk, as_person: AsPerson
) -> None:
    ada = office.contacts.CreateContact(create_contact())
    rep = Desk(office.running, as_person({"contacts.*": "own"}))
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        explained(rep, ada)
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        rep.lifecycle.ChangeLifecycle(
            lifecycle.ChangeLifecycleRequest(contact_id=ada.id, stage="CUSTOMER")
        )


def test_a_person_says_where_a_contact_is(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact())
    request = lifecycle.ChangeLifecycleRequest(
        contact_id=ada.id, stage="SALES_READY", reason="Met at the fair"
    )
    assert office.lifecycle.ChangeLifecycle(request).lifecycle_stage == Contact.SALES_READY
    assert office.lifecycle.ChangeLifecycle(request).lifecycle_stage == Contact.SALES_READY
    machinery.settle()
    assert steps(office, ada) == [("LEAD", "SALES_READY", "person")]


def test_deals_and_surveys_move_a_contact_on(office: Desk, machinery: Machinery) -> None:
    ada = office.contacts.CreateContact(create_contact())
    deal = deals_pb2.Deal(
        id="01937b5e-7c00-7000-8000-000000000009", contact_id=ada.id, title="Looms"
    )
    machinery.tell(deals.DealCreated(deal=deal))
    machinery.tell(deals.DealWon(deal=deal))
    assert steps(office, ada) == [
        ("LEAD", "OPPORTUNITY", "deal"),
        ("OPPORTUNITY", "CUSTOMER", "deal"),
    ]
    machinery.tell(tickets.SurveyAnswered(contact_id="", score=5))
    machinery.tell(deals.DealWon())
    assert len(steps(office, ada)) == 2


def test_many_contacts_are_scored_with_the_statements_of_one(
    office: Desk, machinery: Machinery
) -> None:
    for _ in range(30):
        office.contacts.CreateContact(create_contact(phone="+4930123456"))
    counted = statements(office)
    machinery.settle()
    found = office.contacts.ListContacts(contacts_pb2.ListContactsRequest(filter="score = 5"))
    assert len(found.contacts) == 30
    assert sum("UPDATE contacts SET score" in sql for sql in counted) == 1
    assert sum("FROM unnest" in sql for sql in counted) == 1


def statements(office: Desk) -> list[str]:
    """Every statement from now on."""
    sent: list[str] = []
    event.listen(
        office.running.database.engine,
        "before_cursor_execute",
        lambda _c, _cu, sql, *_: sent.append(sql),
    )
    return sent
