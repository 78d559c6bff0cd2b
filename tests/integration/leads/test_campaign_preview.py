"""Before a campaign begins its maker sees what notify's contact guard would do with it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from crm.leads.v1 import campaigns_pb2 as pb
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import templates_pb2, templates_pb2_grpc

from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from services.leads.campaigns import previewing
from services.notify.contacts_copy.reactions import ContactReactions
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.refusals import refused
from tests.harness.services import Running, serving
from tests.integration.leads import requests
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery
from tests.integration.leads.test_campaigns import people
from tests.integration.leads.test_segments import segment

#: Nobody listens there.
NOWHERE = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """Every test begins at noon in UTC; it is night in Auckland then."""
    now = clock.now().astimezone(UTC)
    clock.advance(datetime(now.year, now.month, now.day, 12, tzinfo=UTC) + timedelta(days=1) - now)


@pytest.fixture
def notify(templates: Templates, keys: Keys, clock: Clock) -> Iterator[Running]:
    with (
        opened(templates, "services.notify", clock) as database,
        serving("services.notify", database, keys) as running,
    ):
        yield running


@pytest.fixture
def office(leads_database: Database, notify: Running, keys: Keys, admin: Person) -> Iterator[Desk]:
    """The desk of somebody who may do everything, beside notify."""
    backends = f"notify={notify.address}"
    with serving("services.leads", leads_database, keys, backends=backends) as running:
        yield Desk(running, admin)


@pytest.fixture
def machinery(leads_database: Database, keys: Keys, clock: Clock) -> Iterator[Machinery]:
    machinery = Machinery(leads_database, keys, clock)
    yield machinery
    machinery.close()


def campaign(office: Desk, machinery: Machinery, letter: str = "form_confirmation") -> str:
    """A draft to everybody from Germany."""
    values = {"name": "Autumn", "segment_id": segment(office, "country = DE")}
    machinery.settle()
    request = pb.CreateCampaignRequest(campaign={**values, "template_key": letter})
    return str(office.campaigns.CreateCampaign(request).id)


def tell(notify: Running, office: Desk, contact_id: str, **changed: str) -> None:
    """notify hears of a contact."""
    contact = office.contacts.GetContact(requests.get(contact_id))
    contact.MergeFrom(contacts_pb2.Contact(**changed))
    with use(system_call("test")), notify.database.transaction() as tx:
        ContactReactions().follow_contact([leads.ContactCreated(contact=contact)], tx)


def preview(office: Desk, campaign_id: str) -> pb.CampaignPreview:
    return office.campaigns.PreviewCampaign(pb.PreviewCampaignRequest(id=campaign_id))


def reasons(found: pb.CampaignPreview) -> dict[str, tuple[int, bool]]:
    return {each.reason: (each.count, each.later) for each in found.reasons}


def launch(office: Desk, campaign_id: str) -> pb.Campaign:
    return office.campaigns.LaunchCampaign(pb.LaunchCampaignRequest(id=campaign_id))


def test_a_campaign_without_its_letter_neither_begins_nor_is_planned(
    office: Desk, machinery: Machinery, notify: Running, admin: Person, clock: Clock
) -> None:
    people(office, 1)
    draft = campaign(office, machinery, "autumn")
    with refused("FAILED_PRECONDITION", "TEMPLATE_UNKNOWN"):
        launch(office, draft)
    planned = pb.ScheduleCampaignRequest(id=draft, start_time=clock.now() + timedelta(days=1))
    with refused("FAILED_PRECONDITION", "TEMPLATE_UNKNOWN"):
        office.campaigns.ScheduleCampaign(planned)
    letter = {"key": "autumn", "purpose": "PROMOTIONAL", "subject": "News"}
    letter |= {"body_text": "Hello. {{unsubscribe_url}}"}
    request = templates_pb2.CreateTemplateRequest(template=letter)
    templates = notify.stub(templates_pb2_grpc.TemplateServiceStub)
    templates.CreateTemplate(request, metadata=admin.metadata())
    assert launch(office, draft).state == pb.Campaign.State.RUNNING


def test_it_counts_who_would_be_held_back_and_why(
    office: Desk, machinery: Machinery, notify: Running
) -> None:
    fine, asleep, unwilling, unheard = people(office, 4)
    people(office, 2, email="", last_name="Unreachable")
    tell(notify, office, fine, time_zone="UTC", marketing_consent="GRANTED")
    tell(notify, office, asleep, time_zone="Pacific/Auckland", marketing_consent="GRANTED")
    tell(notify, office, unwilling)
    found = preview(office, campaign(office, machinery))

    assert (found.member_count, found.examined_count, found.capped) == (6, 6, False)
    assert (found.complete, found.send_count) == (True, 1)
    assert reasons(found) == {
        "NO_ADDRESS": (2, False),
        "QUIET_HOURS": (1, True),
        "NO_CONSENT": (1, False),
        "NOT_CHECKED": (1, False),
    }
    assert found.reasons[0].reason == "NO_ADDRESS", "the most frequent comes first"
    assert unheard


def test_it_looks_at_the_first_ones_only(
    office: Desk, machinery: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "EXAMINED", 2)
    people(office, 5)
    found = preview(office, campaign(office, machinery))
    assert (found.member_count, found.examined_count) == (5, 2)


def test_a_planned_campaign_is_looked_at_for_its_own_time(
    office: Desk, machinery: Machinery, notify: Running, clock: Clock
) -> None:
    (person,) = people(office, 1)
    tell(notify, office, person, time_zone="UTC", marketing_consent="GRANTED")
    planned = campaign(office, machinery)
    tonight = clock.now() + timedelta(hours=11)
    office.campaigns.ScheduleCampaign(pb.ScheduleCampaignRequest(id=planned, start_time=tonight))
    assert reasons(preview(office, planned)) == {"QUIET_HOURS": (1, True)}


@pytest.mark.parametrize("backends", [f"notify={NOWHERE}", ""])
def test_without_notify_it_tells_what_it_knows_and_that_this_is_not_all(
    leads_database: Database, keys: Keys, admin: Person, machinery: Machinery, backends: str
) -> None:
    with serving("services.leads", leads_database, keys, backends=backends) as running:
        office = Desk(running, admin)
        people(office, 2)
        people(office, 1, email="", last_name="Unreachable")
        found = preview(office, campaign(office, machinery))
    assert not found.complete
    assert reasons(found) == {"NO_CONSENT": (2, False), "NO_ADDRESS": (1, False)}


def test_members_out_of_reach_are_not_counted(
    office: Desk, machinery: Machinery, as_person: AsPerson
) -> None:
    people(office, 3)
    draft = campaign(office, machinery)
    stranger = as_person({"campaigns.*": "all", "contacts.*": "own", "messages.*": "own"})
    assert preview(Desk(office.running, stranger), draft).member_count == 0
