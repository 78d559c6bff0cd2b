"""Forms: what they may ask, who may see what, and when they are closed."""

from crm.leads.v1 import forms_pb2 as pb

from tests.harness.people import AsPerson
from tests.harness.refusals import refused
from tests.integration.leads.site import CONSENT, Site


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
        ("phone_region", "XX"),
    ):
        with refused("INVALID_ARGUMENT"):
            site.form(**{name: wrong})


def test_a_phone_number_is_kept_with_the_country_code_of_the_form(site: Site):
    fields = [
        {"key": "email", "maps_to": "email", "type": "EMAIL", "required": True},
        {"key": "phone", "maps_to": "phone", "type": "PHONE"},
    ]
    form = site.form(fields=fields, phone_region="DE")
    site.send(form, email="ada@example.com", phone="030 1234567")
    (kept,) = site.people()
    assert kept.phone == "+49301234567"


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


def test_a_part_of_the_consent_changes_and_the_rest_of_it_stays(site: Site):
    form = site.form(consent={**CONSENT, "required": True})
    change = pb.UpdateFormRequest(
        form={"id": form.id, "consent": {"text_version": "9"}},
        update_mask={"paths": ["consent.text_version", "consent.required"]},
    )
    changed = site.forms.UpdateForm(change, metadata=site.admin).consent
    assert (changed.text, changed.text_version) == (CONSENT["text"], "9")
    assert not changed.required
    change.update_mask.paths[:] = ["consent.text"]
    with refused("INVALID_ARGUMENT"):
        site.forms.UpdateForm(change, metadata=site.admin)


def test_embedding_escapes_what_people_wrote(site: Site):
    form = site.form(name='<b>"Demo"</b>')
    assert f"/public/forms/{form.id}" in form.embed_html
    assert "<b>" not in form.embed_html + form.plain_html
    assert 'name="email" type="email"' in form.plain_html
