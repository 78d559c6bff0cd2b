"""Birthdays, silences and half a year as a customer ask for a mail, each once and in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import occasions_pb2 as pb
from crm.tickets.v1 import events_pb2 as tickets

from chassis.clock import Clock
from tests import vectors
from tests.harness.refusals import refused
from tests.integration.leads import requests
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

DAY = timedelta(days=1)
CASES = {each["id"]: each for each in vectors.load("automation_recipes.json").get("cases", ())}
#: The tests begin on this day, which is still to come.
START = datetime(2036, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def summer(clock: Clock) -> None:
    clock.advance(START - clock.now())


def allow(office: Desk, **changes: Any) -> pb.OccasionPolicy:
    """The policy, changed."""
    return office.occasions.UpdateOccasionPolicy(
        pb.UpdateOccasionPolicyRequest(occasion_policy=changes, update_mask={"paths": [*changes]})
    )


def person(office: Desk, machinery: Machinery, **fields: Any) -> str:
    """A contact, whose timer is set."""
    request = contacts_pb2.CreateContactRequest(contact={"last_name": "Lovelace", **fields})
    contact_id = office.contacts.CreateContact(request).id
    machinery.settle()
    return contact_id


def active(machinery: Machinery, contact_id: str) -> None:
    """The person writes to support."""
    ticket = {"id": contact_id, "number": 1, "subject": "A question", "contact_id": contact_id}
    machinery.tell(tickets.MessageReceived(ticket=ticket))


def asked(office: Desk, contact_id: str) -> list[str]:
    """The templates that were asked for."""
    facts = office.facts(f"contacts/{contact_id}")
    return [data["template_key"] for name, data in facts if name == "OccasionMailRequested"]


def test_who_is_silent_for_30_days_is_missed_as_the_recipe_says(
    empty_office: Desk, machinery: Machinery, clock: Clock
) -> None:
    recipe = CASES.get("R10")
    if recipe is None:
        pytest.skip("the shared vectors are not here")
    (began, _, _), (due, _, _) = recipe["given"][0], recipe["expected"][0]
    silence = datetime.fromisoformat(due) - datetime.fromisoformat(began)
    allow(empty_office, absence_enabled=True)
    contact_id = person(empty_office, machinery)
    machinery.after(DAY)
    active(machinery, contact_id)
    machinery.after(silence - timedelta(minutes=10))
    assert asked(empty_office, contact_id) == []
    machinery.after(timedelta(minutes=10))
    assert asked(empty_office, contact_id) == ["we_miss_you"]


def test_any_activity_begins_the_silence_anew_and_nobody_is_missed_twice_in_90_days(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office, absence_enabled=True)
    contact_id = person(empty_office, machinery)
    machinery.after(29 * DAY)
    active(machinery, contact_id)
    machinery.after(29 * DAY)
    assert asked(empty_office, contact_id) == []
    machinery.after(DAY)
    assert len(asked(empty_office, contact_id)) == 1

    for _ in range(6):  # an absence that goes on is one absence
        machinery.after(30 * DAY)
    assert len(asked(empty_office, contact_id)) == 1
    active(machinery, contact_id)
    for _ in range(3):
        machinery.after(10 * DAY)
    assert len(asked(empty_office, contact_id)) == 2

    active(machinery, contact_id)
    for _ in range(8):
        machinery.after(10 * DAY)
    assert len(asked(empty_office, contact_id)) == 2, "not within 90 days"
    machinery.after(10 * DAY)
    assert len(asked(empty_office, contact_id)) == 3


def test_a_birthday_is_greeted_on_the_day_where_they_live_with_a_time_to_be_late(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office, birthday_enabled=True)
    contact_id = person(
        empty_office, machinery, birth_date="1990-06-03", time_zone="Pacific/Auckland"
    )
    machinery.after(DAY + timedelta(hours=11, minutes=59))  # 3 June, 08:59 in Auckland
    assert asked(empty_office, contact_id) == []
    machinery.after(timedelta(minutes=1))
    machinery.after(timedelta(hours=2))
    (fact,) = [
        data
        for name, data in empty_office.facts(f"contacts/{contact_id}")
        if name == "OccasionMailRequested"
    ]
    assert (fact["occasion"], fact["template_key"]) == ("BIRTHDAY", "birthday")
    assert fact["expire_time"] == "2036-06-03T12:00:00Z"


def test_a_worker_that_comes_after_the_day_greets_nobody(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office, birthday_enabled=True)
    contact_id = person(empty_office, machinery, birth_date="1990-06-03")
    machinery.after(5 * DAY)
    assert asked(empty_office, contact_id) == []


def test_a_birthday_that_is_told_later_moves_the_timer(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office, birthday_enabled=True)
    contact_id = person(empty_office, machinery)
    empty_office.contacts.UpdateContact(requests.change(contact_id, birth_date="1990-06-02"))
    machinery.settle()
    machinery.after(DAY)
    assert asked(empty_office, contact_id) == ["birthday"]


def test_a_customer_is_thanked_after_half_a_year(empty_office: Desk, machinery: Machinery) -> None:
    allow(empty_office, loyalty_enabled=True)
    contact_id = person(empty_office, machinery)
    won = {"id": contact_id, "title": "Rota", "contact_id": contact_id}
    machinery.tell(deals.DealWon(deal=won))
    machinery.after(datetime(2036, 12, 1, 8, 59, tzinfo=UTC) - START)
    assert asked(empty_office, contact_id) == []
    machinery.after(timedelta(minutes=1))
    for _ in range(3):
        machinery.after(30 * DAY)
    assert asked(empty_office, contact_id) == ["half_a_year"]


def test_turning_an_occasion_on_plans_who_is_there_and_turning_it_off_ends_it(
    empty_office: Desk, machinery: Machinery
) -> None:
    contact_id = person(empty_office, machinery, birth_date="1990-06-02")
    other = person(empty_office, machinery, birth_date="1990-06-03")
    policy = allow(empty_office, birthday_enabled=True, birthday_template_key="cake")
    machinery.settle()
    machinery.after(DAY)
    assert asked(empty_office, contact_id) == ["cake"]
    for wrong in ("", "a cake"):
        with refused("INVALID_ARGUMENT"):
            allow(empty_office, birthday_template_key=wrong)
    change = {"occasion_policy": {"birthday_enabled": False, "etag": policy.etag}}
    mask = {"paths": ["birthday_enabled"]}
    empty_office.occasions.UpdateOccasionPolicy(
        pb.UpdateOccasionPolicyRequest(**change, update_mask=mask)
    )
    machinery.after(DAY)
    assert asked(empty_office, other) == []


def test_nothing_is_sent_by_itself_until_somebody_wants_it(empty_office: Desk) -> None:
    policy = empty_office.occasions.GetOccasionPolicy(pb.GetOccasionPolicyRequest())
    assert not any((policy.birthday_enabled, policy.absence_enabled, policy.loyalty_enabled))
    assert (policy.absence_days, policy.loyalty_months) == (30, 6)


def test_who_is_deleted_has_no_occasions(empty_office: Desk, machinery: Machinery) -> None:
    allow(empty_office, birthday_enabled=True)
    contact_id = person(empty_office, machinery, birth_date="1990-06-02")
    request = contacts_pb2.DeleteContactRequest(id=contact_id)
    empty_office.contacts.DeleteContact(request)
    machinery.after(DAY)
    assert asked(empty_office, contact_id) == []
