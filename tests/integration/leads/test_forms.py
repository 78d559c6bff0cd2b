"""Forms: what visitors send becomes people, once, with proof and history."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import grpc
import pytest
from crm.leads.v1 import contacts_pb2, contacts_pb2_grpc, forms_pb2_grpc, timeline_pb2
from crm.leads.v1 import forms_pb2 as pb
from crm.leads.v1.timeline_pb2_grpc import TimelineServiceStub

from tests.harness.people import AsPerson, Metadata, Person
from tests.harness.refusals import refused
from tests.harness.services import Running

CONSENT = {"text": "You may write to me.", "text_version": "2026-11"}
VISITOR: Metadata = (("client-ip", "203.0.113.77"), ("client-origin", "https://example.org"))


class Site:
    """A web site with a form, and the people behind it."""

    def __init__(self, server: Running, admin: Person) -> None:
        self.forms = server.stub(forms_pb2_grpc.FormServiceStub)
        self.contacts = server.stub(contacts_pb2_grpc.ContactServiceStub)
        self.timeline = server.stub(TimelineServiceStub)
        self.admin = admin.metadata()

    def form(self, **fields: Any) -> pb.Form:
        fields = {"name": "Ask for a demo", "visitor_limit": 1000} | fields
        return self.forms.CreateForm(pb.CreateFormRequest(form=fields), metadata=self.admin)

    def send(
        self, form: pb.Form, visitor: Metadata = VISITOR, *, more: Any = None, **values: Any
    ) -> pb.SubmitFormResponse:
        request = pb.SubmitFormRequest(id=form.id, values=values, **(more or {}))
        return self.forms.SubmitForm(request, metadata=visitor)

    def people(self, filter_: str = "") -> list[contacts_pb2.Contact]:
        request = contacts_pb2.ListContactsRequest(filter=filter_)
        return list(self.contacts.ListContacts(request, metadata=self.admin).contacts)

    def submissions(self, form: pb.Form, filter_: str = "") -> list[pb.Submission]:
        request = pb.ListSubmissionsRequest(form_id=form.id, filter=filter_)
        return list(self.forms.ListSubmissions(request, metadata=self.admin).submissions)

    def story(self, contact: contacts_pb2.Contact) -> list[timeline_pb2.TimelineEntry]:
        request = timeline_pb2.ListTimelineRequest(contact_id=contact.id)
        return list(self.timeline.ListTimeline(request, metadata=self.admin).entries)

    def get(self, form: pb.Form) -> pb.Form:
        return self.forms.GetForm(pb.GetFormRequest(id=form.id), metadata=self.admin)


@pytest.fixture
def site(leads_server: Running, admin: Person) -> Site:
    return Site(leads_server, admin)


def test_a_new_form_asks_at_most_five_things(site: Site):
    form = site.form()
    assert [field.key for field in form.fields] == [
        "name",
        "company",
        "email",
        "interest",
        "source",
    ]
    assert [field.key for field in form.fields if field.hidden] == ["source"]
    assert [field.key for field in form.fields if field.required] == ["email"]


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


def test_the_answer_does_not_tell_who_is_known_nor_who_is_a_robot(site: Site):
    form = site.form()
    first = site.send(form, email="ada@example.com")
    assert site.send(form, email="ada@example.com") == first
    assert site.send(form, email="bot@example.com", website2="http://spam.example") == first


def test_a_filled_honeypot_makes_spam_and_no_contact(site: Site):
    form = site.form()
    site.send(form, email="bot@example.com", website2="http://spam.example", x={"deep": [1]})
    assert site.people() == []
    (spam,) = site.submissions(form, "spam = true")
    assert dict(spam.values) == {"email": "bot@example.com"}
    counted = site.get(form)
    assert (counted.submission_count, counted.spam_count) == (0, 1)


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


def test_a_page_that_is_not_allowed_cannot_send(site: Site):
    form = site.form(allowed_origins=["https://Example.org/"])
    assert form.allowed_origins == ["https://example.org"]
    site.send(form, email="ada@example.com")
    foreign: Metadata = (("client-ip", "203.0.113.7"), ("client-origin", "https://evil.example"))
    with refused("PERMISSION_DENIED", "ORIGIN_NOT_ALLOWED"):
        site.send(form, foreign, email="eve@example.com")
    assert len(site.people()) == 1


def test_the_thirty_first_post_in_a_minute_has_to_wait(site: Site, leads_server: Running):
    form = site.form(visitor_limit=30)
    for number in range(30):
        site.send(form, email=f"a{number}@example.com")
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_SUBMISSIONS") as refusal:
        site.send(form, email="late@example.com")
    assert 0 < refusal.retry_after <= 60
    site.send(form, (("client-ip", "198.51.100.7"),), email="other@example.com")
    leads_server.clock.advance(timedelta(seconds=refusal.retry_after))
    site.send(form, email="late@example.com")


def test_a_form_takes_so_many_in_all(site: Site):
    form = site.form(total_limit=3)
    for number in range(3):
        site.send(form, (("client-ip", f"198.51.{number}.7"),), email=f"a{number}@example.com")
    with refused("RESOURCE_EXHAUSTED", "TOO_MANY_SUBMISSIONS"):
        site.send(form, (("client-ip", "192.0.2.7"),), email="late@example.com")


def test_one_visitor_at_a_time_is_counted_even_when_many_come_at_once(site: Site):
    form = site.form(visitor_limit=5)

    def sent(number: int) -> bool:
        try:
            site.send(form, email=f"a{number}@example.com")
        except grpc.RpcError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(sent, range(12)))
    assert results.count(True) == 5
    assert len(site.submissions(form)) == 5


def test_what_is_not_there_or_closed_takes_nothing(site: Site):
    with refused("NOT_FOUND", "FORM_NOT_FOUND"):
        site.send(pb.Form(id="00000000-0000-4000-8000-000000000000"), email="ada@example.com")
    form = site.form()
    site.forms.ArchiveForm(pb.ArchiveFormRequest(id=form.id), metadata=site.admin)
    with refused("NOT_FOUND", "FORM_ARCHIVED"):
        site.send(form, email="ada@example.com")
    with refused("NOT_FOUND", "FORM_ARCHIVED"):
        site.forms.ShowForm(pb.ShowFormRequest(id=form.id))
    site.forms.ActivateForm(pb.ActivateFormRequest(id=form.id), metadata=site.admin)
    site.send(form, email="ada@example.com")
    site.forms.DeleteForm(pb.DeleteFormRequest(id=form.id), metadata=site.admin)
    with refused("NOT_FOUND", "FORM_NOT_FOUND"):
        site.send(form, email="ada@example.com")


def test_a_token_must_be_ours_and_fresh_when_there_is_one(site: Site, leads_server: Running):
    form = site.form()
    token = site.forms.ShowForm(pb.ShowFormRequest(id=form.id)).token
    site.send(form, email="ada@example.com", more={"token": token})
    other = site.forms.ShowForm(pb.ShowFormRequest(id=site.form().id)).token
    for wrong in ("nonsense", token[:-1] + "0", other, token.replace(token[:8], "7fffffff")):
        with refused("INVALID_ARGUMENT", "TOKEN_INVALID"):
            site.send(form, email="ada@example.com", more={"token": wrong})
    leads_server.clock.advance(timedelta(days=1, minutes=1))
    with refused("INVALID_ARGUMENT", "TOKEN_INVALID"):
        site.send(form, email="ada@example.com", more={"token": token})


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


def test_only_who_may_read_submissions_sees_what_people_wrote(site: Site, as_person: AsPerson):
    form = site.form()
    site.send(form, email="ada@example.com")
    maker = as_person({"forms.*": "all"})
    with refused("PERMISSION_DENIED", "PERMISSION_REQUIRED"):
        site.forms.ListSubmissions(
            pb.ListSubmissionsRequest(form_id=form.id), metadata=maker.metadata()
        )
    elsewhere = as_person({"submissions.*": "own"})
    with refused("NOT_FOUND", "FORM_NOT_FOUND"):
        site.forms.ListSubmissions(
            pb.ListSubmissionsRequest(form_id=form.id), metadata=elsewhere.metadata()
        )


def test_a_form_that_makes_no_sense_says_all_that_is_wrong(site: Site):
    fields = [
        {"key": "email", "maps_to": "email"},
        {"key": "email", "maps_to": "nothing"},
        {"key": "consent"},
        {"key": "plan", "type": "CHOICE"},
        {"key": "age", "maps_to": "custom_fields.age", "type": "NUMBER"},
    ]
    with refused("INVALID_ARGUMENT") as refusal:
        site.form(fields=fields)
    assert set(refusal.violations) == {
        "fields[0].type",
        "fields[1].key",
        "fields[1].maps_to",
        "fields[2].key",
        "fields[3].options",
        "fields[4].maps_to",
        "fields",
    }
    for name, wrong in (
        ("redirect_url", "javascript:alert(1)"),
        ("allowed_origins", ["https://example.org/path"]),
    ):
        with refused("INVALID_ARGUMENT"):
            site.form(**{name: wrong})


def test_a_form_changes_by_its_mask_and_keeps_the_rest(site: Site):
    form = site.form(consent=CONSENT, thank_you_text="Bye")
    change = pb.UpdateFormRequest(
        form={"id": form.id, "etag": form.etag}, update_mask={"paths": ["consent"]}
    )
    changed = site.forms.UpdateForm(change, metadata=site.admin)
    assert not changed.HasField("consent")
    assert changed.thank_you_text == "Bye"
    with refused("ABORTED", "ETAG_MISMATCH"):
        site.forms.UpdateForm(change, metadata=site.admin)


def test_embedding_escapes_what_people_wrote(site: Site):
    form = site.form(name='<b>"Demo"</b>')
    assert f"/public/forms/{form.id}" in form.embed_html
    assert "<b>" not in form.embed_html + form.plain_html
    assert 'name="email" type="email"' in form.plain_html
