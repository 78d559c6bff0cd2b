"""Hosted forms: /public/forms/{id}, for visitors without script, cookie or account.

The same RPCs as the API serve them; this only turns pages into calls and refusals into words.
"""

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.pages import Trouble
from gateway.public.posts import Post
from gateway.public.site import Site, word_of
from gateway.public.texts import texts_in

SHOW = "crm.leads.v1.FormService.ShowForm"
SUBMIT = "crm.leads.v1.FormService.SubmitForm"
PATH = "/public/forms/<segment:form_id>"


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of hosted forms."""
    forms = HostedForms(site)
    routes.add_url_rule(PATH, "form", forms.show)
    routes.add_url_rule(PATH, "form_submit", forms.submit, methods=["POST"])
    routes.add_url_rule(f"{PATH}/sent", "form_sent", forms.sent)


class HostedForms:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def show(self, form_id: str) -> Response:
        """The form, filled in with what its address brings along."""
        form = self._form(form_id)
        return pages.form_page(form, arriving(form), Trouble(), style=self._site.style_url)

    def submit(self, form_id: str) -> Response:
        """Takes what was filled in; shows it again with what is wrong, nothing lost."""
        post = posts.read(request)
        try:
            done = self._site.calls.call(SUBMIT, {"id": form_id, **post.request})
        except Problem as problem:
            if problem.status in (403, 404):
                raise
            return self._again(form_id, post, problem)
        # away from the post, so that a reload sends nothing twice
        target = done.redirect_url or url_for("public.form_sent", form_id=form_id)
        return Response(status=303, headers={"Location": target})

    def sent(self, form_id: str) -> Response:
        """What is said afterwards."""
        return pages.thanks_page(self._form(form_id), style=self._site.style_url)

    def _form(self, form_id: str) -> Any:
        """The form as visitors see it. Raises Problem."""
        return self._site.calls.call(SHOW, {"id": form_id})

    def _again(self, form_id: str, post: Post, problem: Problem) -> Response:
        form = self._form(form_id)
        words = texts_in(form.language)
        trouble = Trouble(answers=answers_of(problem))
        if not trouble.answers:
            word = word_of(problem)
            trouble = Trouble(words[word], words.get(f"{word}_more", problem.detail))
        response = pages.form_page(
            form, post, trouble, style=self._site.style_url, status=problem.status
        )
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
