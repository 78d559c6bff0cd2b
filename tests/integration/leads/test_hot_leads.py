"""Prices seen twice within a week make a lead hot and give it to a rep, once (R6)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2

from tests.harness.people import Person
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.scores import read
from tests.integration.leads.site import Site
from tests.integration.leads.test_assignment import history, reps, rule
from tests.integration.leads.test_tracking import tracker, view

__all__ = ["reps", "tracker"]
DAY = timedelta(days=1)
HOT = contacts_pb2.Contact.HOT
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"


class Visitor:
    """Somebody whose browser we know, because a form told."""

    def __init__(self, site: Site, tracker: Any, machinery: Machinery) -> None:
        self._id = str(uuid4())
        self._tracker = tracker
        self._machinery = machinery
        more = {"visitor_id": self._id}
        site.send(site.form(name="Newsletter"), name="Ada", email="ada@example.com", more=more)
        machinery.settle()
        (self.contact,) = site.people()

    def looks(self, **more: Any) -> None:
        """At the prices."""
        self._tracker(self._id, view(), **more)
        self._machinery.settle()


@pytest.fixture
def visitor(
    empty_office: Desk, reps: list[Person], site: Site, tracker: Any, machinery: Machinery
) -> Visitor:
    rule(empty_office, reps)
    return Visitor(site, tracker, machinery)


def given(office: Desk, visitor: Visitor) -> int:
    """How often somebody was given the lead, and told."""
    told = office.facts(f"contacts/{visitor.contact.id}")
    times = [name for name, _ in told].count("ContactAssigned")
    assert times == len(history(office, visitor.contact.id))
    return times


def test_the_second_view_within_a_week_makes_hot_and_gives_a_rep_and_a_third_nothing_more(
    empty_office: Desk, visitor: Visitor, machinery: Machinery
) -> None:
    visitor.looks()
    assert (read(empty_office, visitor.contact).rating == HOT, given(empty_office, visitor)) == (
        False,
        0,
    )

    machinery.after(2 * DAY)
    visitor.looks()
    assert (read(empty_office, visitor.contact).rating, given(empty_office, visitor)) == (HOT, 1)

    machinery.after(timedelta(hours=5))
    visitor.looks()
    assert (read(empty_office, visitor.contact).rating, given(empty_office, visitor)) == (HOT, 1)


def test_views_eight_days_apart_do_nothing(
    empty_office: Desk, visitor: Visitor, machinery: Machinery
) -> None:
    visitor.looks()
    machinery.after(8 * DAY)
    visitor.looks()
    assert read(empty_office, visitor.contact).rating != HOT
    assert given(empty_office, visitor) == 0


def test_a_view_of_a_program_does_not_count(
    empty_office: Desk, visitor: Visitor, machinery: Machinery
) -> None:
    visitor.looks()
    machinery.after(DAY)
    visitor.looks(agent=BOT)
    visitor.looks(automated=True)
    assert read(empty_office, visitor.contact).rating != HOT
    assert given(empty_office, visitor) == 0
