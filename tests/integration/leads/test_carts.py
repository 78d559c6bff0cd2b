"""Who leaves a cart for a day is reminded of it once, and not at all when they bought."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2, tracking_pb2, tracking_pb2_grpc
from crm.leads.v1 import events_pb2 as events
from crm.leads.v1 import occasions_pb2 as pb

from chassis.clock import Clock
from chassis.database import Database
from tests.factories import create_contact
from tests.harness.parallel import gather
from tests.harness.people import Keys, Metadata
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.site import Site

SHORTLY, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
#: The tests begin at this time, which is still to come.
START = datetime(2036, 6, 2, 9, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BROWSER: Metadata = (("client-ip", "203.0.113.77"), ("client-user-agent", FIREFOX))


@pytest.fixture(autouse=True)
def morning(clock: Clock) -> None:
    clock.advance(START - clock.now())


def allow(office: Desk, **changes: Any) -> pb.OccasionPolicy:
    """The policy with reminders of carts, changed."""
    changes = {"cart_enabled": True, **changes}
    return office.occasions.UpdateOccasionPolicy(
        pb.UpdateOccasionPolicyRequest(occasion_policy=changes, update_mask={"paths": [*changes]})
    )


def person(office: Desk) -> str:
    return office.contacts.CreateContact(create_contact()).id


def does(
    office: Desk, machinery: Machinery, contact_id: str, name: str = "cart", **properties: Any
) -> None:
    """Our shop tells what somebody did."""
    request = tracking_pb2.RecordProductEventRequest(contact_id=contact_id, name=name)
    request.properties.update(properties)
    office.tracking.RecordProductEvent(request)
    machinery.settle()


def reminders(office: Desk, contact_id: str) -> list[str]:
    """The templates of the reminders that were asked for, and of those taken back with a minus."""
    signs = {"OccasionMailRequested": "", "OccasionMailCancelled": "-"}
    facts = office.facts(f"contacts/{contact_id}")
    return [f"{signs[name]}{data['template_key']}" for name, data in facts if name in signs]


def drain(worker: Machinery) -> None:
    """Does what is due until nothing is."""
    while worker.step():
        continue


def test_a_cart_left_for_a_day_brings_one_reminder(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    contact_id = person(empty_office)
    does(empty_office, machinery, contact_id, item="Chair")
    machinery.after(DAY - SHORTLY)
    assert reminders(empty_office, contact_id) == []
    machinery.after(SHORTLY)
    assert reminders(empty_office, contact_id) == ["cart_left"]
    for _ in range(10):
        machinery.after(DAY)
    assert reminders(empty_office, contact_id) == ["cart_left"]
    (fact,) = [
        data
        for name, data in empty_office.facts(f"contacts/{contact_id}")
        if name == "OccasionMailRequested"
    ]
    assert (fact["occasion"], fact["expire_time"][:15]) == ("CART", "2036-06-05T09:0")


def test_who_buys_in_the_last_minutes_is_not_reminded_and_buying_before_changes_nothing(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    bought, before = person(empty_office), person(empty_office)
    does(empty_office, machinery, before, "purchase")
    for contact_id in (bought, before):
        does(empty_office, machinery, contact_id)
    machinery.after(DAY - SHORTLY)
    does(empty_office, machinery, bought, "purchase")
    machinery.after(DAY)
    assert reminders(empty_office, bought) == []
    assert reminders(empty_office, before) == ["cart_left"]


def test_filling_the_cart_again_begins_the_wait_anew_and_emptying_it_ends_it(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office, cart_hours=2)
    filled, emptied = person(empty_office), person(empty_office)
    for contact_id in (filled, emptied):
        does(empty_office, machinery, contact_id)
    machinery.after(HOUR)
    does(empty_office, machinery, filled)
    does(empty_office, machinery, emptied, item_count=0)
    machinery.after(2 * HOUR - SHORTLY)
    assert reminders(empty_office, filled) == []
    machinery.after(SHORTLY)
    assert reminders(empty_office, filled) == ["cart_left"]
    assert reminders(empty_office, emptied) == []


def test_the_same_cart_reminds_once_and_a_new_one_again(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    contact_id = person(empty_office)
    for name, count in (("a", 1), ("a", 1), ("b", 2)):
        does(empty_office, machinery, contact_id, cart_id=name)
        machinery.after(DAY)
        assert reminders(empty_office, contact_id) == ["cart_left"] * count
    does(empty_office, machinery, contact_id, "purchase", cart_id="b")
    machinery.after(DAY)
    does(empty_office, machinery, contact_id)
    machinery.after(DAY)
    assert reminders(empty_office, contact_id).count("cart_left") == 3


def test_a_reminder_that_may_still_wait_is_taken_back_by_buying(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    contact_id, other = person(empty_office), person(empty_office)
    for each in (contact_id, other):
        does(empty_office, machinery, each)
    machinery.after(DAY)
    does(empty_office, machinery, contact_id, "purchase")
    deal = {"id": str(uuid4()), "title": "Chairs", "contact_id": other}
    machinery.tell(deals.DealWon(deal=deal))
    for each in (contact_id, other):
        assert reminders(empty_office, each) == ["cart_left", "-cart_left"]


def test_a_cart_counts_once_we_know_whose_it_is(
    site: Site, empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    form, visitor_id = site.form(), str(uuid4())
    cart = {"kind": "PRODUCT_EVENT", "name": "cart", "event_id": "1"}
    request = tracking_pb2.TrackEventsRequest(visitor_id=visitor_id, events=[cart])
    stub = empty_office.running.stub(tracking_pb2_grpc.TrackingServiceStub)
    stub.TrackEvents(request, metadata=BROWSER)
    machinery.after(HOUR)
    site.send(form, more={"visitor_id": visitor_id}, email="ada@example.com")
    machinery.after(23 * HOUR - SHORTLY)
    (contact,) = site.people()
    assert reminders(empty_office, contact.id) == []
    machinery.after(SHORTLY)
    assert reminders(empty_office, contact.id) == ["cart_left"]


def test_nobody_is_reminded_until_it_is_wanted_or_after_it_is_not(
    empty_office: Desk, machinery: Machinery
) -> None:
    contact_id = person(empty_office)
    does(empty_office, machinery, contact_id)
    machinery.after(HOUR)
    with refused("INVALID_ARGUMENT"):
        allow(empty_office, cart_template_key="")
    allow(empty_office, cart_template_key="come_back")
    machinery.settle()
    machinery.after(23 * HOUR)
    assert reminders(empty_office, contact_id) == ["come_back"]
    other = person(empty_office)
    does(empty_office, machinery, other)
    allow(empty_office, cart_enabled=False)
    machinery.after(DAY)
    assert reminders(empty_office, other) == []


def test_a_worker_that_comes_days_later_reminds_nobody(
    empty_office: Desk, machinery: Machinery
) -> None:
    allow(empty_office)
    contact_id = person(empty_office)
    does(empty_office, machinery, contact_id)
    machinery.after(3 * DAY)
    assert reminders(empty_office, contact_id) == []


def test_two_workers_and_facts_that_come_twice_remind_once(
    empty_office: Desk, machinery: Machinery, leads_database: Database, keys: Keys, clock: Clock
) -> None:
    allow(empty_office)
    people = [person(empty_office) for _ in range(6)]
    for contact_id in people:
        does(empty_office, machinery, contact_id)
        shown = contacts_pb2.Contact(id=contact_id)
        machinery.tell(events.ProductEventTracked(contact=shown, name="cart"), times=2)
    clock.advance(DAY)
    second = Machinery(leads_database, keys, clock)
    workers = iter((machinery, second))
    try:
        gather(2, lambda: drain(next(workers)))
    finally:
        second.close()
    machinery.settle()
    assert [reminders(empty_office, each) for each in people] == [["cart_left"]] * 6
