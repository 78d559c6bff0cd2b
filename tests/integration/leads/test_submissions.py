"""What visitors send becomes people, once, with proof and history."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from crm.leads.v1 import contacts_pb2, timeline_pb2

from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.leads.site import CONSENT, Site


def test_a_visitor_becomes_a_contact_with_everything_that_is_known(site: Site):
    form = site.form(consent=CONSENT)
    answer = site.send(
        form,
        name="Ada Lovelace",
        company="Engines",
        email=" Ada@Example.com ",
        interest="Looms",
        more={
            "consent": True,
            "utm": {"source": "newsletter", "campaign": "june"},
            "referrer": "https://search.example/",
            "landing_page": "https://example.org/demo?utm_source=newsletter",
        },
    )
    assert answer.thank_you_text
    (ada,) = site.people()
    assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "Ada@example.com")
    assert (ada.company_name, ada.source) == ("Engines", "form")
    assert (ada.first_touch.source, ada.first_touch.campaign) == ("newsletter", "june")
    assert ada.last_touch.referrer == "https://search.example/"
    assert ada.marketing_consent == contacts_pb2.Contact.GRANTED
    kinds = [timeline_pb2.TimelineEntry.Kind.Name(entry.kind) for entry in site.story(ada)]
    assert sorted(kinds) == ["CONSENT", "CREATED", "FORM"]
    told = next(e for e in site.story(ada) if e.kind == timeline_pb2.TimelineEntry.FORM)
    assert "interested in?: Looms" in told.body
    (submission,) = site.submissions(form)
    assert submission.contact_id == ada.id
    assert (submission.new_contact, submission.consent, submission.spam) == (True, True, False)
    assert submission.ip_prefix == "203.0.113.0/24"


def test_consent_is_kept_with_its_words_and_the_network_it_came_from(site: Site):
    form = site.form(consent=CONSENT)
    site.send(form, email="ada@example.com", more={"consent": True})
    request = contacts_pb2.ListConsentsRequest(contact_id=site.people()[0].id)
    (act,) = site.contacts.ListConsents(request, metadata=site.admin).consents
    assert (act.text, act.text_version) == (CONSENT["text"], CONSENT["text_version"])
    assert (act.source, act.form_id, act.ip_prefix) == ("form", form.id, "203.0.113.0/24")


def test_a_box_left_empty_is_no_consent(site: Site):
    site.send(site.form(consent=CONSENT), email="ada@example.com")
    assert site.people()[0].marketing_consent == 0


def test_a_form_may_ask_for_consent_without_which_nothing_is_sent(site: Site):
    form = site.form(consent=CONSENT | {"required": True})
    with refused("INVALID_ARGUMENT") as refusal:
        site.send(form, email="ada@example.com")
    assert list(refusal.violations) == ["consent"]
    assert site.people() == []


def test_fifty_visitors_with_one_address_are_one_contact(site: Site):
    form = site.form(honeypot="")
    spellings = ["ada@example.com", "ADA@example.com", " Ada@EXAMPLE.com "]
    with ThreadPoolExecutor(16) as pool:
        jobs = [
            pool.submit(
                site.send,
                form,
                (("client-ip", f"198.51.{n}.7"),),
                email=spellings[n % 3],
                name="Ada L",
            )
            for n in range(50)
        ]
        for job in jobs:
            job.result()
    assert len(site.people()) == 1
    counted = site.get(form)
    assert (counted.submission_count, counted.contact_count) == (50, 1)


def test_a_known_person_keeps_what_is_known_and_gets_what_is_missing(site: Site):
    made = contacts_pb2.Contact(email="ada@example.com", first_name="Ada", company_name="Engines")
    site.contacts.CreateContact(
        contacts_pb2.CreateContactRequest(contact=made), metadata=site.admin
    )
    site.send(site.form(), email="ADA@example.com", name="Eve Lovelace", company="Looms")
    (ada,) = site.people()
    assert (ada.first_name, ada.last_name, ada.company_name) == ("Ada", "Lovelace", "Engines")
    assert ada.source == "person"


def test_every_wrong_answer_is_named_at_once(site: Site):
    fields = [
        {"key": "email", "maps_to": "email", "type": "EMAIL", "required": True},
        {"key": "when", "type": "DATE"},
        {"key": "size", "type": "NUMBER"},
        {"key": "plan", "type": "CHOICE", "options": ["small", "big"]},
        {"key": "topic", "required": True},
    ]
    form = site.form(fields=fields)
    with refused("INVALID_ARGUMENT") as refusal:
        site.send(
            form, email="a@[127.0.0.1]", when="01/02/2026", size="many", plan="huge", is_admin="1"
        )
    assert set(refusal.violations) == {
        "values.is_admin",
        "values.email",
        "values.when",
        "values.size",
        "values.plan",
        "values.topic",
    }
    assert refusal.violations["values.topic"] == "is required"
    assert site.submissions(form) == []


@pytest.mark.parametrize(
    "email",
    ["a@[127.0.0.1]", '"a b"@example.com', "a@localhost", "a@example.com\nBcc: x@y.de", "a,b@x.de"],
)
def test_addresses_that_nobody_should_write_to_are_refused(site: Site, email: str):
    with refused("INVALID_ARGUMENT") as refusal:
        site.send(site.form(), email=email)
    assert list(refusal.violations) == ["values.email"]


def test_rules_of_the_contact_are_told_in_terms_of_the_form(site: Site):
    with refused("INVALID_ARGUMENT") as refusal:
        site.send(site.form(), email="ada@example.com", name="Ada " + "x" * 120)
    assert list(refusal.violations) == ["values.name"]


def test_new_people_belong_to_the_form_owner_and_are_told_of(
    site: Site, as_person: AsPerson, leads_server: Running
):
    rep = as_person({"contacts.*": "own"})
    site.send(site.form(owner_id=str(rep.id)), email="ada@example.com")
    request = contacts_pb2.ListContactsRequest()
    assert len(site.contacts.ListContacts(request, metadata=rep.metadata()).contacts) == 1
    with leads_server.database.engine.connect() as connection:
        facts = connection.exec_driver_sql("SELECT type FROM outbox ORDER BY seq").scalars().all()
    assert [fact.rsplit(".")[-1] for fact in facts] == ["ContactCreated", "FormSubmitted"]
