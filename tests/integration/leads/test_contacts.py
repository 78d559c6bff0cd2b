"""Contacts through the gRPC server: create, read, change, delete and bring back."""

from datetime import UTC, datetime

import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1.timeline_pb2 import TimelineEntry

from chassis import filtering
from services.leads.contacts.actions import FIELDS
from tests.factories import contact, create_contact, email
from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk, MakeDesk
from tests.integration.leads.requests import change, get, history, listed


def test_a_new_contact_is_tidied_and_told(office: Desk) -> None:
    address = email().title()
    made = office.contacts.CreateContact(
        create_contact(
            first_name="  Ada ", last_name="King\nLovelace", email=f" {address} ",
            phone="030 123456", country="DE", tags=["vip", " vip ", "math"],
        )
    )  # fmt: skip
    assert made.full_name == "Ada King Lovelace"
    assert made.email == f"{address.partition('@')[0]}@example.com"
    assert made.phone == "+4930123456"
    assert list(made.tags) == ["vip", "math"]
    assert made.etag == "1"
    assert made.last_activity_time == made.create_time == made.update_time
    assert pb.Contact.LifecycleStage.Name(made.lifecycle_stage) == "LEAD"
    assert office.contacts.GetContact(get(made.id)) == made
    ((name, data),) = office.facts(f"contacts/{made.id}")
    assert name == "ContactCreated"
    assert data["contact"]["email"] == made.email


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b@example.com"),
        ("phone", "030 123456"),
        ("phone", "call me"),
        ("time_zone", "Europe/Nowhere"),
        ("country", "de"),
        ("language", "German"),
        ("birth_date", "10.12.1815"),
        ("birth_date", "1815-02-30"),
        ("owner_id", "me"),
        ("company_id", "01937b5e-7c00-7000-8000-000000000002"),
        ("first_name", "x" * 101),
        ("tags", ["x" * 61]),
        ("custom_fields", {"unheard_of": 1}),
    ],
)
def test_a_field_that_breaks_its_rule_is_refused_by_name(
    office: Desk, field: str, value: object
) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        office.contacts.CreateContact(create_contact(**{field: value}))
    (path,) = refusal.violations
    assert path.removeprefix("contact.").startswith(field)


def test_a_contact_needs_a_name_an_address_or_a_phone(office: Desk) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        office.contacts.CreateContact(pb.CreateContactRequest(contact=pb.Contact(city="Rome")))
    assert "email" in refusal.violations
    made = office.contacts.CreateContact(
        pb.CreateContactRequest(contact=pb.Contact(phone="+49 30 123456"))
    )
    assert made.full_name == "+4930123456"


def test_a_change_sets_what_it_names_and_nothing_else(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact(city="Rome", tags=["vip"]))
    changed = office.contacts.UpdateContact(
        change(made.id, etag="1", city="Bern", job_title="Countess", tags=None)
    )
    assert (changed.city, changed.job_title, list(changed.tags)) == ("Bern", "Countess", [])
    assert (changed.email, changed.etag) == (made.email, "2")
    name, data = office.facts(f"contacts/{made.id}")[-1]
    assert name == "ContactUpdated"
    assert data["contact"]["etag"] == "2"
    assert data["changes"] == {
        "city": {"old": "Rome", "new": "Bern"},
        "job_title": {"old": "", "new": "Countess"},
        "tags": {"old": ["vip"], "new": []},
    }


def test_a_change_that_changes_nothing_writes_nothing(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact(city="Rome"))
    again = office.contacts.UpdateContact(
        change(made.id, city=" Rome", first_name=made.first_name, email=made.email)
    )
    assert again == made
    assert len(office.facts(f"contacts/{made.id}")) == 1
    assert len(office.timeline.ListTimeline(history(made.id)).entries) == 1


def test_a_change_of_an_old_version_is_refused(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    office.contacts.UpdateContact(change(made.id, etag=made.etag, city="Rome"))
    with refused("ABORTED", "ETAG_MISMATCH"):
        office.contacts.UpdateContact(change(made.id, etag=made.etag, city="Bern"))


def test_what_the_system_sets_cannot_be_changed(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    with refused("INVALID_ARGUMENT") as refusal:
        office.contacts.UpdateContact(change(made.id, lifecycle_stage="CUSTOMER"))
    assert "lifecycle_stage" in refusal.violations


def test_a_deleted_contact_is_gone_until_it_is_brought_back(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    office.contacts.DeleteContact(pb.DeleteContactRequest(id=made.id))
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        office.contacts.GetContact(get(made.id))
    assert not office.contacts.ListContacts(listed(f'email = "{made.email}"')).contacts
    gone = office.contacts.ListContacts(listed(f'email = "{made.email}"', show_deleted=True))
    assert gone.contacts[0].delete_time.seconds > 0

    back = office.contacts.UndeleteContact(pb.UndeleteContactRequest(id=made.id))
    assert not back.HasField("delete_time")
    assert office.contacts.GetContact(get(made.id)) == back
    told = [name for name, _ in office.facts(f"contacts/{made.id}")]
    assert told == ["ContactCreated", "ContactDeleted", "ContactUndeleted"]
    entries = office.timeline.ListTimeline(history(made.id)).entries
    kinds = [TimelineEntry.Kind.Name(entry.kind) for entry in entries]
    assert kinds == ["UNDELETED", "DELETED", "CREATED"]


def test_a_living_contact_cannot_be_brought_back(office: Desk) -> None:
    made = office.contacts.CreateContact(create_contact())
    with refused("NOT_FOUND"):
        office.contacts.UndeleteContact(pb.UndeleteContactRequest(id=made.id))


def test_what_a_person_creates_is_their_own_and_their_first_teams(
    desk: MakeDesk, as_person: AsPerson
) -> None:
    team, other = as_person().id, as_person().id
    ada = as_person({"contacts.*": "own"}, teams=[team, other])
    made = desk(ada).contacts.CreateContact(create_contact())
    assert (made.owner_id, made.team_id) == (str(ada.id), str(team))


def test_what_a_key_creates_belongs_to_nobody(desk: MakeDesk, as_person: AsPerson) -> None:
    key = as_person({"contacts.*": "all"}, kind="key")
    made = desk(key).contacts.CreateContact(create_contact())
    assert (made.owner_id, made.team_id, made.source) == ("", "", "api")


def test_a_rep_sees_and_changes_only_own_contacts(desk: MakeDesk, as_person: AsPerson) -> None:
    ada, bob = (as_person({"contacts.*": "own"}) for _ in range(2))
    made = desk(ada).contacts.CreateContact(create_contact(city="Scopetown"))
    theirs = desk(bob).contacts
    for call in (
        lambda: theirs.GetContact(get(made.id)),
        lambda: theirs.UpdateContact(change(made.id, city="Rome")),
        lambda: theirs.DeleteContact(pb.DeleteContactRequest(id=made.id)),
        lambda: theirs.ListConsents(pb.ListConsentsRequest(contact_id=made.id)),
        lambda: desk(bob).timeline.ListTimeline(history(made.id)),
    ):
        with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
            call()
    assert not theirs.ListContacts(listed("city = Scopetown")).contacts
    assert theirs.CountContacts(pb.CountContactsRequest(filter="city = Scopetown")).count == 0
    assert not theirs.SearchContacts(pb.SearchContactsRequest(query=made.email)).contacts
    assert desk(ada).contacts.SearchContacts(
        pb.SearchContactsRequest(query=made.email)
    ).contacts == [made]


def test_a_rep_cannot_give_a_contact_away(desk: MakeDesk, as_person: AsPerson) -> None:
    ada, bob = (as_person({"contacts.*": "own"}) for _ in range(2))
    made = desk(ada).contacts.CreateContact(create_contact())
    with refused("PERMISSION_DENIED", "OUT_OF_SCOPE"):
        desk(ada).contacts.UpdateContact(change(made.id, owner_id=str(bob.id)))
    with refused("PERMISSION_DENIED", "OUT_OF_SCOPE"):
        desk(ada).contacts.CreateContact(create_contact(owner=bob))


def test_counts_follow_the_filter(office: Desk) -> None:
    for stage in range(3):
        office.contacts.CreateContact(create_contact(city="Countville", job_title=f"J{stage}"))
    found = office.contacts.CountContacts(
        pb.CountContactsRequest(filter='city = Countville AND job_title in ("J0", "J2")')
    )
    assert (found.count, found.capped) == (2, False)


def test_pages_show_every_contact_once_in_order(office: Desk) -> None:
    names = ["Zoe", "ada", "Ärmel", "Bob", "Ada", "Émile"]
    for name in names:
        office.contacts.CreateContact(create_contact(first_name=name, last_name="", city="Pages"))
    seen: list[str] = []
    token = ""
    while True:
        query = listed("city = Pages", order_by="full_name", page_size=2, page_token=token)
        page = office.contacts.ListContacts(query)
        seen += [each.full_name for each in page.contacts]
        if not (token := page.next_page_token):
            break
    assert seen == ["ada", "Ada", "Ärmel", "Bob", "Émile", "Zoe"]


def test_the_same_idempotency_key_makes_one_contact(office: Desk) -> None:
    request = pb.CreateContactRequest(contact=contact())
    first = office.contacts.CreateContact(request, idempotency_key=request.contact.email)
    second = office.contacts.CreateContact(request, idempotency_key=request.contact.email)
    assert first == second
    assert len(office.facts(f"contacts/{first.id}")) == 1


@pytest.mark.parametrize("query", ['full_name:"İST"', 'last_name:"i̇st"', 'full_name:"ΣΟΦΟΣ"'])
def test_names_are_found_as_filters_in_memory_find_them(office: Desk, query: str) -> None:
    """Names are sorted as people sort, by another collation than the one that ignores case."""
    names = ["İstanbul", "i̇stanbul", "Istanbul", "ΣΟΦΟΣ", "σοφος", "σοφοσ"]  # noqa: RUF001 -- meant
    for name in names:
        office.contacts.CreateContact(create_contact(last_name=name, city="Caseville"))
    found = office.contacts.ListContacts(listed(f"{query} AND city = Caseville")).contacts
    passes = filtering.parse(query, FIELDS).predicate(now=datetime.now(UTC))
    people = office.contacts.ListContacts(listed("city = Caseville")).contacts
    expected = {each.id for each in people if passes(each)}
    assert {each.id for each in found} == expected
