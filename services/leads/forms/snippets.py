"""HTML for other people's pages: our page with the form in a frame, or the bare form."""

from collections.abc import Iterable
from html import escape

from services.leads.forms.fields import Question, Type
from services.leads.forms.model import Form

INPUT_TYPES = {
    Type.EMAIL: "email",
    Type.PHONE: "tel",
    Type.NUMBER: "number",
    Type.DATE: "date",
    Type.CHECKBOX: "checkbox",
}
AUTOCOMPLETE = {
    "full_name": "name",
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "company_name": "organization",
    "job_title": "organization-title",
    "country": "country",
    "city": "address-level2",
    "birth_date": "bday",
    "language": "language",
}


def hosted_url(form: Form, public_url: str) -> str:
    """Our page with the form; without a public_url the path alone."""
    return f"{public_url.rstrip('/')}/public/forms/{form.id}"


def embed_html(form: Form, public_url: str) -> str:
    """Our page in a frame; needs no script."""
    height = 320 + 80 * sum(not question.hidden for question in form.questions)
    return (
        f'<iframe src="{escape(hosted_url(form, public_url))}" title="{escape(form.heading)}" '
        f'width="100%" height="{height}" loading="lazy" frameborder="0"></iframe>'
    )


def plain_html(form: Form, public_url: str) -> str:
    """The bare form, posting to our page; style and words are the other page's own."""
    lines = [
        f'<form action="{escape(hosted_url(form, public_url))}" method="post" '
        'accept-charset="utf-8">',
        *(line for question in form.questions for line in _question(question)),
        *_consent(form),
        *_trap(form),
        f'  <button type="submit">{escape(form.submit_label or "Send")}</button>',
        "</form>",
    ]
    return "\n".join(lines)


def _question(question: Question) -> Iterable[str]:
    name = f'name="{question.key}"'
    if question.hidden:
        yield f'  <input type="hidden" {name} value="{escape(question.default_value)}">'
        return
    required = " required" if question.required else ""
    yield f"  <label>{escape(question.label)}"
    if question.type in (Type.CHOICE, Type.CHOICES):
        multiple = " multiple" if question.type is Type.CHOICES else ""
        yield f"    <select {name}{multiple}{required}>"
        if not multiple:
            yield '      <option value=""></option>'
        yield from (f"      <option>{escape(option)}</option>" for option in question.options)
        yield "    </select>"
    elif question.type is Type.LONG_TEXT:
        yield f"    <textarea {name}{required}></textarea>"
    else:
        yield f"    <input {name} {_input(question)}{required}>"
    yield "  </label>"


def _input(question: Question) -> str:
    kind = INPUT_TYPES.get(question.type, "text")
    word = AUTOCOMPLETE.get(question.maps_to)
    return f'type="{kind}"' + (f' autocomplete="{word}"' if word else "")


def _consent(form: Form) -> Iterable[str]:
    if form.consent:
        required = " required" if form.consent.get("required") else ""
        yield f'  <label><input type="checkbox" name="consent" value="true"{required}>'
        yield f"    {escape(form.consent['text'])}</label>"


def _trap(form: Form) -> Iterable[str]:
    if form.honeypot:
        yield (
            f'  <input name="{form.honeypot}" tabindex="-1" autocomplete="off" aria-hidden="true" '
            'style="position:absolute;left:-9999px">'
        )
