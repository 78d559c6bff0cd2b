"""Unsubscribing: /public/unsubscribe/{token}, the link in messages (RFC 8058).

Opening the link changes nothing, since scanners open links: it shows a button. The button and the
mail program's own one-click send the same pair, List-Unsubscribe=One-Click.
"""

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.calls import PublicCalls

SHOW = "crm.notify.v1.PreferenceService.ShowPreferences"
UNSUBSCRIBE = "crm.notify.v1.PreferenceService.Unsubscribe"
RESUBSCRIBE = "crm.notify.v1.PreferenceService.Resubscribe"
PATH = "/public/unsubscribe/<segment:token>"
#: What the pages say, in the languages they speak.
TEXTS = {
    "en": {
        "subscribed": "Stop advertising?",
        "subscribed_more": "{} gets advertising from us.",
        "unsubscribe": "Unsubscribe",
        "gone": "You are unsubscribed",
        "gone_more": "{} gets no more advertising from us.",
        "resubscribe": "That was a mistake: subscribe again",
        "missing": "This link does not work",
        "missing_more": "It is too old or incomplete. Use the link of a newer message.",
        "busy": "This did not work just now",
        "busy_more": "Please try again in a moment.",
    },
    "de": {
        "subscribed": "Keine Werbung mehr?",
        "subscribed_more": "{} erhält Werbung von uns.",
        "unsubscribe": "Abmelden",
        "gone": "Sie sind abgemeldet",
        "gone_more": "{} erhält keine Werbung mehr von uns.",
        "resubscribe": "Das war ein Versehen: wieder anmelden",
        "missing": "Dieser Link funktioniert nicht",
        "missing_more": "Er ist zu alt oder unvollständig. Nehmen Sie den einer neueren Nachricht.",
        "busy": "Das hat gerade nicht geklappt",
        "busy_more": "Bitte versuchen Sie es gleich noch einmal.",
    },
}


def install(routes: Blueprint, calls: PublicCalls, style: Callable[[], str]) -> None:
    """Adds the routes of the link. style: gives the address of the style sheet."""
    views = Unsubscribing(calls, style)
    routes.add_url_rule(PATH, "preferences", views.show)
    routes.add_url_rule(PATH, "unsubscribe", views.change, methods=["POST"])


class Unsubscribing:
    """The views."""

    def __init__(self, calls: PublicCalls, style: Callable[[], str]) -> None:
        self._calls = calls
        self._style = style

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
        """The page as it is after a call; a refusal in words."""
        language = request.accept_languages.best_match([*TEXTS]) or "en"
        words = TEXTS[language]
        try:
            wishes = self._calls.call(call, {"token": token})
        except Problem as problem:
            word = "missing" if problem.status in (400, 404) else "busy"
            heading, more = words[word], words[f"{word}_more"]
            return self._refusal(heading, more, language, problem)
        word = "subscribed" if wishes.promotional else "gone"
        page = render_template(
            "public/unsubscribe.html",
            language=language,
            style=self._style(),
            heading=words[word],
            more=words[f"{word}_more"].format(wishes.email),
            button=words["unsubscribe" if wishes.promotional else "resubscribe"],
            promotional=wishes.promotional,
        )
        return pages.answer(page, language, pages.security([], []), status)

    def _refusal(self, heading: str, more: str, language: str, problem: Problem) -> Response:
        response = pages.message_page(
            heading, more, language=language, style=self._style(), status=problem.status
        )
        response.headers.extend(problem.headers)
        return response
