"""Playbooks (R12): what a stage's entry plans, once, and the mail that goes out by itself."""

from datetime import UTC, timedelta
from uuid import uuid4

import pytest
from crm.deals.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    deals_pb2,
    deals_pb2_grpc,
    pipelines_pb2_grpc,
)
from crm.deals.v1 import events_pb2 as events
from crm.deals.v1 import pipelines_pb2 as pb
from crm.leads.v1 import events_pb2 as leads
from google.protobuf.timestamp_pb2 import Timestamp

from tests.harness.machinery import Machinery
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused

Deals = deals_pb2_grpc.DealServiceStub
Pipelines = pipelines_pb2_grpc.PipelineServiceStub
Activities = activities_pb2_grpc.ActivityServiceStub
MAIL, CHECK_IN = "Thank Ada Byron", "Check-in call with Ada Byron"
AMOUNT = {"currency": "EUR", "amount": "900.00"}


@pytest.fixture
def rep(as_person: AsPerson) -> Person:
    return as_person({"*": "own"})


def create(deals: Deals, person: Person, **fields: object) -> deals_pb2.Deal:
    deal = {"title": "Rota", "amount": AMOUNT, **fields}
    return deals.CreateDeal(deals_pb2.CreateDealRequest(deal=deal), metadata=person.metadata())


def planned(
    activities: Activities, person: Person, deal: deals_pb2.Deal
) -> dict[str, activities_pb2.Activity]:
    """What playbooks planned for a deal, by subject."""
    request = activities_pb2.ListActivitiesRequest(filter=f'deal_id = "{deal.id}"')
    found = activities.ListActivities(request, metadata=person.metadata()).activities
    assert len({each.subject for each in found}) == len(found)
    return {each.subject: each for each in found if each.source == "playbook"}


def contact(clockwork: Machinery) -> str:
    """Somebody leads has told of."""
    person = {"id": str(uuid4()), "etag": "1", "full_name": "Ada Byron", "email": "a@example.com"}
    clockwork.tell(leads.ContactCreated(contact=person))
    return person["id"]


def due(activity: activities_pb2.Activity, entered: Timestamp) -> timedelta:
    return activity.due_time.ToDatetime(tzinfo=UTC) - entered.ToDatetime(tzinfo=UTC)


def edit(
    pipelines: Pipelines, person: Person, stage: str, *steps: dict[str, object]
) -> pb.Pipeline:
    """Sets the playbook of a stage of the default pipeline."""
    (pipeline, *_) = pipelines.ListPipelines(
        pb.ListPipelinesRequest(), metadata=person.metadata()
    ).pipelines
    (edited,) = [each for each in pipeline.stages if each.name == stage]
    del edited.playbook[:]
    edited.playbook.extend(pb.PlaybookStep(**step) for step in steps)
    request = pb.UpdatePipelineRequest(pipeline=pipeline, update_mask={"paths": ["stages"]})
    return pipelines.UpdatePipeline(request, metadata=person.metadata())


def test_a_new_sale_is_thanked_within_two_hours_and_checked_in_on_after_three_days(
    deals: Deals, activities: Activities, rep: Person, clockwork: Machinery
) -> None:
    deal = create(deals, rep, contact_id=contact(clockwork))
    clockwork.settle()
    steps = planned(activities, rep, deal)

    assert set(steps) == {MAIL, CHECK_IN}
    assert due(steps[CHECK_IN], deal.stage_enter_time) == timedelta(days=3)
    assert {step.owner_id for step in steps.values()} == {str(rep.id)}
    told = clockwork.after(timedelta(hours=2))
    assert told.count("PlaybookMailRequested") == 1
    assert "PlaybookMailRequested" not in clockwork.after(timedelta(days=4))
    after = planned(activities, rep, deal)
    assert after[MAIL].state == activities_pb2.Activity.DONE
    assert after[CHECK_IN].state == activities_pb2.Activity.OPEN


def test_the_same_entry_heard_twice_plans_once(
    deals: Deals, activities: Activities, rep: Person, clockwork: Machinery
) -> None:
    deal = create(deals, rep, contact_id=contact(clockwork))
    clockwork.tell(events.DealCreated(deal=deal))
    clockwork.tell(events.DealCreated(deal=deal))

    assert set(planned(activities, rep, deal)) == {MAIL, CHECK_IN}


def test_a_mail_somebody_wrote_or_took_away_before_does_not_go_out(
    deals: Deals, activities: Activities, rep: Person, clockwork: Machinery
) -> None:
    person = contact(clockwork)
    written, dropped = (create(deals, rep, contact_id=person) for _ in range(2))
    clockwork.settle()
    me = rep.metadata()
    done = activities_pb2.CompleteActivityRequest(id=planned(activities, rep, written)[MAIL].id)
    activities.CompleteActivity(done, metadata=me)
    gone = activities_pb2.DeleteActivityRequest(id=planned(activities, rep, dropped)[MAIL].id)
    activities.DeleteActivity(gone, metadata=me)

    assert "PlaybookMailRequested" not in clockwork.after(timedelta(hours=2))


def test_without_a_contact_the_mail_is_somebodys_to_write(
    deals: Deals, activities: Activities, rep: Person, clockwork: Machinery
) -> None:
    deal = create(deals, rep, company_name="Nordlicht")
    assert "PlaybookMailRequested" not in clockwork.after(timedelta(hours=2))
    assert planned(activities, rep, deal)["Thank Nordlicht"].template_key == ""


def test_a_closed_deal_is_welcomed_and_spared_the_rest(
    deals: Deals, activities: Activities, rep: Person, clockwork: Machinery
) -> None:
    slow, quick = (create(deals, rep, contact_id=contact(clockwork)) for _ in range(2))
    clockwork.settle()
    for deal in (slow, quick):
        win = deals_pb2.WinDealRequest(id=deal.id, reason="FIT")
        deals.WinDeal(win, metadata=rep.metadata())
    fresh = create(deals, rep, title="Won at once")
    deals.WinDeal(deals_pb2.WinDealRequest(id=fresh.id, reason="FIT"), metadata=rep.metadata())

    told = clockwork.after(timedelta(hours=2))
    assert "PlaybookMailRequested" not in told
    assert set(planned(activities, rep, slow)) == {"Welcome call with Ada Byron"}
    assert set(planned(activities, rep, fresh)) == {"Welcome call with Won at once"}


def test_a_stage_entered_again_begins_its_playbook_again(
    deals: Deals, activities: Activities, pipelines: Pipelines, admin: Person, rep: Person,
    clockwork: Machinery,
) -> None:  # fmt: skip
    offer = {"kind": "CALL", "subject": "Ask about the offer", "delay_hours": 48}
    pipeline = edit(pipelines, admin, "Proposal Sent", offer)
    ids = {stage.name: stage.id for stage in pipeline.stages}
    deal = create(deals, rep)
    for stage in ("Proposal Sent", "Qualified", "Proposal Sent"):
        move = deals_pb2.MoveDealRequest(id=deal.id, stage_id=ids[stage])
        deals.MoveDeal(move, metadata=rep.metadata())
    clockwork.settle()

    request = activities_pb2.ListActivitiesRequest(filter=f'deal_id = "{deal.id}" AND kind = CALL')
    found = activities.ListActivities(request, metadata=rep.metadata()).activities
    assert len({each.stage_visit_id for each in found}) == len(found) == 2
    assert len({each.playbook_step_id for each in found}) == 1


def test_a_step_keeps_its_id_and_what_makes_no_sense_is_refused(
    pipelines: Pipelines, admin: Person
) -> None:
    call = {"kind": "CALL", "subject": "  Ask \n about it ", "delay_hours": 1}
    (step,) = edit(pipelines, admin, "Negotiation", call).stages[2].playbook
    assert (step.subject, step.delay_hours) == ("Ask about it", 1)
    (kept,) = edit(pipelines, admin, "Negotiation", {**call, "id": step.id}).stages[2].playbook
    assert kept.id == step.id

    with refused("INVALID_ARGUMENT") as mailed:
        edit(pipelines, admin, "Negotiation", {**call, "template_key": "onboarding"})
    with refused("INVALID_ARGUMENT"):
        edit(pipelines, admin, "Negotiation", {**call, "kind": "NOTE"})
    with refused("INVALID_ARGUMENT"):
        edit(pipelines, admin, "Negotiation", {**call, "id": step.id}, {**call, "id": step.id})
    assert "only an EMAIL is sent by itself" in mailed.violations.values()
