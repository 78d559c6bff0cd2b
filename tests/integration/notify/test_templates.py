"""Templates: checked when they are saved, every version kept, shown before they are sent."""

import pytest
from crm.notify.v1 import templates_pb2 as pb
from crm.notify.v1 import templates_pb2_grpc

from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact

Words = templates_pb2_grpc.TemplateServiceStub
NOTE = {
    "key": "note",
    "purpose": "SERVICE",
    "subject": "Hello {{first_name|there}}",
    "body_text": "Your code is {{code}}, {{full_name}}.",
    "body_html": '<p title="{{code}}">{{full_name}}</p>',
    "variables": ["code"],
}


def create(words: Words, who: Person, **changes: object) -> pb.Template:
    request = pb.CreateTemplateRequest(template={**NOTE, **changes})
    return words.CreateTemplate(request, metadata=who.metadata())


def update(words: Words, who: Person, **fields: object) -> pb.Template:
    paths = [name for name in fields if name not in ("id", "etag")]
    request = pb.UpdateTemplateRequest(template=fields, update_mask={"paths": paths})
    return words.UpdateTemplate(request, metadata=who.metadata())


def preview(words: Words, who: Person, **fields: object) -> pb.TemplatePreview:
    return words.PreviewTemplate(pb.PreviewTemplateRequest(**fields), metadata=who.metadata())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": "{{frist_name}}"}, "subject"),
        ({"body_text": "{{ first_name"}, "body_text"),
        ({"body_text": "{{first_name.upper()}}"}, "body_text"),
        ({"body_html": "<p title={{code}}>"}, "body_html"),
        ({"body_html": "<script>1</script>"}, "body_html"),
        ({"body_html": "<b onclick='x()'>"}, "body_html"),
        ({"purpose": "PROMOTIONAL"}, "body_text"),
        ({"variables": ["code", "email"]}, "variables"),
        ({"subject": " "}, "subject"),
    ],
)
def test_what_could_not_be_sent_is_refused_when_it_is_saved(
    words: Words, marketer: Person, changes: dict[str, object], field: str
) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        create(words, marketer, **changes)
    assert {name.rpartition(".")[2] for name in refusal.violations} == {field}


def test_a_key_is_taken_once(words: Words, marketer: Person) -> None:
    create(words, marketer)
    with refused("ALREADY_EXISTS", "TEMPLATE_KEY_TAKEN"):
        create(words, marketer)


def test_other_words_make_a_revision_and_all_of_them_are_kept(
    words: Words, marketer: Person
) -> None:
    made = create(words, marketer)
    same = update(words, marketer, id=made.id, subject=made.subject)
    changed = update(words, marketer, id=made.id, subject="Hi", etag=same.etag)
    with refused("ABORTED", "ETAG_MISMATCH"):
        update(words, marketer, id=made.id, subject="Hey", etag=made.etag)

    assert (made.revision, same.revision, changed.revision) == (1, 1, 2)
    request = pb.ListTemplateRevisionsRequest(template_id=made.id)
    said = words.ListTemplateRevisions(request, metadata=marketer.metadata()).revisions
    assert [(each.revision, each.subject) for each in said] == [(2, "Hi"), (1, made.subject)]


def test_a_preview_shows_a_real_contact_and_names_what_is_missing(
    words: Words, marketer: Person, contact: MakeContact
) -> None:
    made, person = create(words, marketer), contact(full_name="Ada <Lovelace>")

    shown = preview(words, marketer, id=made.id, contact_id=person.id, values={"code": 7})
    assert (shown.subject, shown.body_text) == ("Hello Ada", "Your code is 7, Ada <Lovelace>.")
    assert shown.body_html == '<p title="7">Ada &lt;Lovelace&gt;</p>'
    assert list(preview(words, marketer, id=made.id).missing_variables) == ["code"]
    assert preview(words, marketer, id=made.id).subject == "Hello there"


def test_a_preview_shows_no_contact_the_caller_may_not_read(
    words: Words, marketer: Person, contact: MakeContact, as_person: AsPerson
) -> None:
    made, person = create(words, marketer), contact()
    editor = as_person({"templates.*": "all", "contacts.read": "own"})
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        preview(words, editor, id=made.id, contact_id=person.id)


def test_the_first_templates_are_there_from_the_beginning(words: Words, marketer: Person) -> None:
    found = words.ListTemplates(pb.ListTemplatesRequest(), metadata=marketer.metadata()).templates
    assert [template.key for template in found] == [
        "birthday", "cart_left", "consent_confirmation", "form_confirmation", "half_a_year",
        "notification", "nps_survey", "onboarding", "sales_thank_you", "survey",
        "ticket_reply", "we_miss_you",
    ]  # fmt: skip
    for template in found:
        request = pb.ListTemplateRevisionsRequest(template_id=template.id)
        said = words.ListTemplateRevisions(request, metadata=marketer.metadata()).revisions
        assert [each.revision for each in said] == list(range(template.revision, 0, -1))
        assert said[0].body_text == template.body_text
