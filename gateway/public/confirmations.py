"""Double opt-in: /public/confirmations/{token}, the link in the mail after a form.

Opening the link changes nothing, since scanners open links: it shows a button.
"""

from flask import Blueprint, Response, render_template

from gateway.public import pages
from gateway.public.site import Site
from gateway.public.texts import texts_in

SHOW = "crm.leads.v1.ConfirmationService.ShowConfirmation"
CONFIRM = "crm.leads.v1.ConfirmationService.ConfirmConsent"
PATH = "/public/confirmations/<segment:token>"


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of the link."""
    views = Confirmations(site)
    routes.add_url_rule(PATH, "confirmation", views.show)
    routes.add_url_rule(PATH, "confirmation_confirm", views.confirm, methods=["POST"])


class Confirmations:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def show(self, token: str) -> Response:
        """What is to be confirmed, and the button that does."""
        return self._page(SHOW, token)

    def confirm(self, token: str) -> Response:
        """Confirms it."""
        return self._page(CONFIRM, token)

    def _page(self, call: str, token: str) -> Response:
        language = self._site.language
        words = texts_in(language)
        consent = self._site.calls.call(call, {"token": token})
        word = "confirmation_done" if consent.granted else "confirmation_asked"
        page = render_template(
            "public/confirmation.html",
            language=language,
            style=self._site.style_url,
            heading=words[word],
            more=words[f"{word}_more"].format(consent.email),
            consent=consent,
            button=words["confirmation_button"],
        )
        return pages.answer(page, language, pages.security([], []))
