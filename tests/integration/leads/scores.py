"""What the tests of scores ask again and again: rules, calls, scores and stages."""

from typing import Any

from crm.leads.v1 import contacts_pb2, timeline_pb2
from crm.leads.v1 import lifecycle_pb2 as lifecycle
from crm.leads.v1 import scoring_pb2 as pb

from tests.integration.leads.desk import Desk

Contact = contacts_pb2.Contact
REACHED = timeline_pb2.LogCallRequest.REACHED
CALL_RULE = {
    "name": "Spoke at length",
    "group": "ENGAGEMENT",
    "basis": "TIMELINE",
    "filter": "kind = CALL AND duration_seconds >= 600",
    "points": 35,
    "half_life_days": 10,
}


def rule(office: Desk, **fields: Any) -> pb.ScoringRule:
    request = pb.CreateScoringRuleRequest(scoring_rule={**CALL_RULE, **fields})
    made: pb.ScoringRule = office.scoring.CreateScoringRule(request)
    return made


def call(office: Desk, contact: contacts_pb2.Contact, seconds: int = 900) -> None:
    office.timeline.LogCall(
        timeline_pb2.LogCallRequest(
            contact_id=contact.id, outcome=REACHED, duration_seconds=seconds, summary="Talked."
        )
    )


def read(office: Desk, contact: contacts_pb2.Contact) -> contacts_pb2.Contact:
    found: contacts_pb2.Contact = office.contacts.GetContact(
        contacts_pb2.GetContactRequest(id=contact.id)
    )
    return found


def explained(office: Desk, contact: contacts_pb2.Contact) -> pb.Score:
    found: pb.Score = office.scoring.GetScore(pb.GetScoreRequest(id=contact.id))
    return found


def steps(office: Desk, contact: contacts_pb2.Contact) -> list[tuple[str, str, str]]:
    """(stage left, stage entered, cause), oldest first."""
    request = lifecycle.ListLifecycleChangesRequest(contact_id=contact.id)
    found = office.lifecycle.ListLifecycleChanges(request).lifecycle_changes
    name = Contact.LifecycleStage.Name
    return [(name(s.old_stage), name(s.new_stage), s.cause) for s in reversed(found)]
