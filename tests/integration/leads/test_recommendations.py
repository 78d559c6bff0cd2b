"""Who would recommend us is an advocate, until they would not any more (R19)."""

from datetime import datetime, timedelta

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import lifecycle_pb2 as lifecycle
from crm.tickets.v1 import events_pb2 as tickets

from chassis.clock import Clock
from chassis.ids import uuid7
from tests.factories import create_contact
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.scores import read

Contact = contacts_pb2.Contact


class Customer:
    """A customer who is asked from time to time."""

    def __init__(self, office: Desk, machinery: Machinery, clock: Clock) -> None:
        self._office, self._machinery, self._clock = office, machinery, clock
        self._contact = office.contacts.CreateContact(create_contact())
        self.becomes("CUSTOMER")

    def becomes(self, stage: str) -> None:
        """A person says where they are."""
        request = lifecycle.ChangeLifecycleRequest(contact_id=self._contact.id, stage=stage)
        self._office.lifecycle.ChangeLifecycle(request)

    def answers(self, score: int, at: datetime | None = None) -> str:
        """What they say, at a moment; the stage they are in then."""
        self._clock.advance(timedelta(minutes=1))
        survey = {
            "id": str(uuid7()),
            "contact_id": self._contact.id,
            "score": score,
            "answer_time": at or self._clock.now(),
        }
        self._machinery.tell(tickets.NpsSurveyAnswered(survey=survey), times=2)
        return self.stage

    def rates(self, score: int) -> None:
        """What they say about a ticket."""
        self._clock.advance(timedelta(minutes=1))
        ticket = {"id": str(uuid7()), "contact_id": self._contact.id}
        fact = tickets.SurveyAnswered(
            ticket=ticket, survey_id=str(uuid7()), score=score, contact_id=self._contact.id
        )
        self._machinery.tell(fact)

    @property
    def stage(self) -> str:
        """Where they are."""
        return Contact.LifecycleStage.Name(read(self._office, self._contact).lifecycle_stage)

    @property
    def causes(self) -> list[str]:
        """Why they moved, oldest first."""
        request = lifecycle.ListLifecycleChangesRequest(contact_id=self._contact.id)
        found = self._office.lifecycle.ListLifecycleChanges(request).lifecycle_changes
        return [change.reason for change in reversed(found)]


@pytest.fixture
def customer(empty_office: Desk, machinery: Machinery, clock: Clock) -> Customer:
    return Customer(empty_office, machinery, clock)


@pytest.mark.parametrize("score", [9, 10])
def test_who_would_recommend_us_is_an_advocate_until_a_later_answer_of_six_or_less(
    customer: Customer, score: int
) -> None:
    assert customer.answers(score) == "ADVOCATE"
    assert customer.answers(7) == "ADVOCATE"
    assert customer.answers(6) == "CUSTOMER"
    assert customer.causes == [
        "",
        f"Would recommend us: {score} of 10",
        "Would recommend us: 6 of 10",
    ]
    assert customer.answers(9) == "ADVOCATE"


@pytest.mark.parametrize("score", [0, 6, 7, 8])
def test_nobody_else_becomes_one(customer: Customer, score: int) -> None:
    assert customer.answers(score) == "CUSTOMER"


def test_somebody_who_has_not_bought_is_no_advocate(customer: Customer) -> None:
    customer.becomes("LEAD")
    assert customer.answers(10) == "LEAD"


def test_who_was_delighted_twice_is_taken_out_too(customer: Customer) -> None:
    customer.rates(5)
    customer.rates(5)
    assert customer.stage == "ADVOCATE"
    assert customer.answers(2) == "CUSTOMER"


def test_an_older_answer_that_is_heard_late_changes_nothing(
    customer: Customer, clock: Clock
) -> None:
    before = clock.now()
    assert customer.answers(6) == "CUSTOMER"
    assert customer.answers(10, at=before) == "CUSTOMER"
