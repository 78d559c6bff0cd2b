"""Unsubscribing: /public/unsubscribe/{token}, the link in messages (RFC 8058).

Opening the link changes nothing, since scanners open links: it shows a button. The button and the
mail program's own one-click send the same pair, List-Unsubscribe=One-Click.
"""

from flask import Blueprint, Response, render_template, request

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.site import Site
from gateway.public.texts import texts_in

SHOW = "crm.notify.v1.PreferenceService.ShowPreferences"
UNSUBSCRIBE = "crm.notify.v1.PreferenceService.Unsubscribe"
RESUBSCRIBE = "crm.notify.v1.PreferenceService.Resubscribe"
PATH = "/public/unsubscribe/<segment:token>"


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of the link."""
    views = Preferences(site)
    routes.add_url_rule(PATH, "preferences", views.show)
    routes.add_url_rule(PATH, "preferences_change", views.change, methods=["POST"])


class Preferences:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def show(self, token: str) -> Response:
        """What the person hears of us, and the button that changes it."""
        return self._page(SHOW, token)

    def change(self, token: str) -> Response:
        """Follows the pair that a button or a mail program sent; anything else changes nothing."""
        try:
            pairs = dict(posts.read_pairs(request))
        except Problem as problem:
            return self._page(SHOW, token, status=problem.status)
        if pairs.get("List-Unsubscribe") == "One-Click":
            return self._page(UNSUBSCRIBE, token)
        if "resubscribe" in pairs:
            return self._page(RESUBSCRIBE, token)
        return self._page(SHOW, token, status=400)

    def _page(self, call: str, token: str, *, status: int = 200) -> Response:
        """The page as it is after a call."""
        language = self._site.language
        words = texts_in(language)
        try:
            wishes = self._site.calls.call(call, {"token": token})
        except Problem as problem:
            raise missing(problem) from problem
        word = "subscribed" if wishes.promotional else "gone"
        page = render_template(
            "public/unsubscribe.html",
            language=language,
            style=self._site.style_url,
            heading=words[f"preferences_{word}"],
            more=words[f"preferences_{word}_more"].format(wishes.email),
            button=words[
                "preferences_unsubscribe" if wishes.promotional else "preferences_resubscribe"
            ],
            promotional=wishes.promotional,
        )
        return pages.answer(page, language, pages.security([], []), status)


def missing(problem: Problem) -> Problem:
    """A broken token is a link to nothing, however it is broken."""
    return Problem(404, "NOT_FOUND", "NOT_FOUND", "") if problem.status == 400 else problem
