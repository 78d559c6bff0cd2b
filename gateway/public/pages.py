"""The pages themselves: what a template is given, and the headers each page carries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Response, render_template

from gateway.public.posts import Post
from gateway.public.texts import said, texts_in

#: How a question is asked: FormField.Type -> the part of the template that shows it.
INPUTS = {"EMAIL": "email", "PHONE": "tel", "NUMBER": "text", "DATE": "date"}
RADIOS = 6


@dataclass(frozen=True)
class Trouble:
    """Why a form is shown again: a word for all of it, and one for each answer."""

    heading: str = ""
    more: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question as the template shows it."""

    key: str
    label: str
    kind: str
    shape: str
    required: bool
    options: list[str]
    help: str
    autocomplete: str
    values: list[str]
    error: str

    @property
    def described(self) -> str:
        """The ids of what describes it, for aria-describedby."""
        parts = [f"{self.key}-help"] if self.help else []
        return " ".join([*parts, *([f"{self.key}-error"] if self.error else [])])


def form_page(
    form: Any, post: Post, trouble: Trouble, *, style: str, status: int = 200
) -> Response:
    """The form with what was filled in so far, and what is wrong with it."""
    words = texts_in(form.language)
    known = {question.key for question in form.fields}
    page = render_template(
        "public/form.html",
        form=form,
        words=words,
        style=style,
        questions=[
            question_of(q, post, trouble, form.language) for q in form.fields if not q.hidden
        ],
        hidden=[*hidden_of(form, post)],
        agreed=post.agreed,
        trouble=trouble,
        strange={
            key: said(why, "", form.language)
            for key, why in trouble.answers.items()
            if key not in known
        },
    )
    return answer(page, form.language, policy(form), status)


def question_of(question: Any, post: Post, trouble: Trouble, language: str) -> Question:
    """A question with its answer so far."""
    asked = question.DESCRIPTOR.fields_by_name["type"].enum_type
    kind = asked.values_by_number[question.type].name
    default = [question.default_value] if question.default_value else []
    return Question(
        key=question.key,
        label=question.label,
        kind=kind,
        shape=shape_of(kind, len(question.options)),
        required=question.required,
        options=list(question.options),
        help=question.help_text,
        autocomplete=question.autocomplete,
        values=post.answers.get(question.key, default),
        error=said(trouble.answers.get(question.key, ""), kind, language),
    )


def shape_of(kind: str, options: int) -> str:
    """How it is asked: an input's type, or one of textarea, checkbox, radios, select, boxes."""
    if kind == "CHOICE":
        return "radios" if options <= RADIOS else "select"
    shapes = {"LONG_TEXT": "textarea", "CHECKBOX": "checkbox", "CHOICES": "boxes"}
    return shapes.get(kind) or INPUTS.get(kind, "text")


def hidden_of(form: Any, post: Post) -> Iterable[tuple[str, str]]:
    """What goes along unseen: the form's hidden fields, and how the visitor came."""
    for question in form.fields:
        if question.hidden:
            yield question.key, post.answers.get(question.key, [question.default_value])[0]
    for name, value in post.beside.items():
        if name not in ("token", "consent") and value:
            yield name, value
    yield "token", form.token


def thanks_page(form: Any, *, style: str) -> Response:
    """What is said afterwards; or the way to where the visitor goes instead."""
    page = render_template(
        "public/thanks.html", form=form, words=texts_in(form.language), style=style
    )
    return answer(page, form.language, policy(form))


def message_page(heading: str, more: str, *, language: str, style: str, status: int) -> Response:
    """A few words instead of a form."""
    page = render_template(
        "public/message.html", heading=heading, more=more, language=language, style=style
    )
    return answer(page, language, security(["*"], []), status)


def answer(page: str, language: str, content_policy: str, status: int = 200) -> Response:
    """A page with its headers. Its own address may be told to itself alone: a browser that tells
    none calls every form's origin null."""
    response = Response(page, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = language or "en"
    response.headers["Content-Security-Policy"] = content_policy
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def policy(form: Any) -> str:
    """Who may frame the form's page, and where sending it may lead."""
    parts = urlsplit(form.redirect_url)
    beyond = [f"{parts.scheme}://{parts.netloc}"] if form.redirect_url else []
    return security([*form.allowed_origins] or ["*"], beyond)


def security(ancestors: list[str], beyond: list[str]) -> str:
    """The Content-Security-Policy of a page without script."""
    return "; ".join(
        [
            "default-src 'none'",
            "style-src 'self'",
            "img-src data:",
            " ".join(["form-action 'self'", *beyond]),
            "base-uri 'none'",
            " ".join(["frame-ancestors 'self'", *ancestors]),
        ]
    )
