"""Hosted forms: /public/forms/{id}, for visitors without script, cookie or account.

The same RPCs as the API serve them; this only turns pages into calls and refusals into words.
"""

import hashlib
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, url_for

from chassis.errors import Error
from gateway.problems import Problem, from_error, invalid
from gateway.public import pages, posts, unsubscribing
from gateway.public.calls import PublicCalls, PublicParts
from gateway.public.pages import Trouble
from gateway.public.posts import Post
from gateway.public.texts import texts_in
from gateway.transcoding.faults import Faults

SHOW = "crm.leads.v1.FormService.ShowForm"
SUBMIT = "crm.leads.v1.FormService.SubmitForm"
STYLE = Path(__file__).parent / "style.css"
#: What can be said of a whole form, by the reason of the refusal or its status.
WORDS = {"FORM_ARCHIVED": "closed", "TOKEN_INVALID": "stale", 403: "foreign", 404: "missing"}
WORDS |= {429: "often"}


def blueprint(parts: PublicParts) -> Blueprint:
    """The routes of all pages."""
    routes = Blueprint("public", __name__, template_folder="templates")
    forms = HostedForms(parts, STYLE.read_bytes())
    routes.add_url_rule("/public/forms/<segment:form_id>", view_func=forms.show)
    routes.add_url_rule("/public/forms/<segment:form_id>", view_func=forms.submit, methods=["POST"])
    routes.add_url_rule("/public/forms/<segment:form_id>/sent", view_func=forms.sent)
    routes.add_url_rule("/public/style/<version>.css", view_func=forms.style)
    unsubscribing.install(routes, PublicCalls(parts), lambda: forms.style_url)
    routes.register_error_handler(Problem, forms.explain)
    routes.register_error_handler(Error, lambda error: forms.explain(from_error(error)))
    routes.register_error_handler(Faults, lambda error: forms.explain(invalid(error)))
    return routes


class HostedForms:
    """The views."""

    def __init__(self, parts: PublicParts, style: bytes) -> None:
        self._calls = PublicCalls(parts)
        self._css = style
        self._version = hashlib.sha256(style).hexdigest()[:16]

    def show(self, form_id: str) -> Response:
        """The form, filled in with what its address brings along."""
        form = self._form(form_id)
        return pages.form_page(form, arriving(form), Trouble(), style=self.style_url)

    def submit(self, form_id: str) -> Response:
        """Takes what was filled in; shows it again with what is wrong, nothing lost."""
        post = posts.read(request)
        try:
            done = self._calls.call(SUBMIT, {"id": form_id, **post.request})
        except Problem as problem:
            if problem.status in (403, 404):
                raise
            return self._again(form_id, post, problem)
        # away from the post, so that a reload sends nothing twice
        target = done.redirect_url or url_for("public.sent", form_id=form_id)
        return Response(status=303, headers={"Location": target})

    def sent(self, form_id: str) -> Response:
        """What is said afterwards."""
        return pages.thanks_page(self._form(form_id), style=self.style_url)

    def style(self, version: str) -> Response:
        """The style sheet; its address changes when it does."""
        if version != self._version:
            raise Problem(404, "NOT_FOUND", "NOT_FOUND", "There is no such style.")
        response = Response(self._css, content_type="text/css; charset=utf-8")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    def explain(self, problem: Problem) -> Response:
        """A refusal in words, on a page."""
        language = request.accept_languages.best_match(["en", "de"]) or "en"
        words = texts_in(language)
        word = word_of(problem)
        heading, more = words[word], words.get(f"{word}_more", "")
        status = 410 if word == "closed" else problem.status
        response = pages.message_page(
            heading, more, language=language, style=self.style_url, status=status
        )
        response.headers.extend(problem.headers)
        return response

    @property
    def style_url(self) -> str:
        """Where the style sheet of today is."""
        return url_for("public.style", version=self._version)

    def _form(self, form_id: str) -> Any:
        """The form as visitors see it. Raises Problem."""
        return self._calls.call(SHOW, {"id": form_id})

    def _again(self, form_id: str, post: Post, problem: Problem) -> Response:
        form = self._form(form_id)
        words = texts_in(form.language)
        trouble = Trouble(answers=answers_of(problem))
        if not trouble.answers:
            word = word_of(problem)
            trouble = Trouble(words[word], words.get(f"{word}_more", problem.detail))
        response = pages.form_page(form, post, trouble, style=self.style_url, status=problem.status)
        response.headers.extend(problem.headers)
        return response


def arriving(form: Any) -> Post:
    """What the page's address says: answers to begin with, and how the visitor came."""
    known = {question.key for question in form.fields}
    pairs = [*request.args.items(multi=True)]
    post = posts.sort_out([pair for pair in pairs if pair[0] in known or pair[0] in posts.BESIDE])
    post.beside.pop("consent", None)
    post.beside.setdefault("referrer", request.headers.get("Referer", ""))
    post.beside.setdefault("landing_page", request.url)
    return post


def answers_of(problem: Problem) -> dict[str, str]:
    """What is wrong with which answer; consent stands for itself."""
    places = ((fault.place, fault.detail) for fault in problem.errors)
    return {str(place[-1]): detail for place, detail in places if place and place[0] != "token"}


def word_of(problem: Problem) -> str:
    """What to say of a refusal as a whole."""
    return (
        WORDS.get(problem.reason)
        or WORDS.get(problem.status)
        or ("busy" if problem.status >= 500 else "refused")
    )
