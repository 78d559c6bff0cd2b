"""What mails ask for when somebody looks at them: the picture /public/open/{token}, and the way
through /public/click/{token}/{link} to where a link leads.

Where it leads is what notify knows of the mail; nothing in a request has a say in it. Asking with
HEAD notes nothing, and a browser that looks ahead says so.
"""

from base64 import b64decode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from gateway.problems import Problem
from gateway.public.preferences import missing
from gateway.public.site import Site

OPEN = "crm.notify.v1.EngagementService.RecordOpen"
FOLLOW = "crm.notify.v1.EngagementService.FollowLink"
#: One transparent point.
PICTURE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of mails."""
    views = Engagement(site)
    routes.add_url_rule("/public/open/<segment:token>", "engagement_open", views.open)
    routes.add_url_rule(
        "/public/click/<segment:token>/<segment:link>", "engagement_click", views.click
    )


class Engagement:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def open(self, token: str) -> Response:
        """The picture. A mail must not look broken because we are: it comes all the same then."""
        if request.method != "HEAD":
            try:
                self._site.calls.call(OPEN, {"token": token, "automated": ahead()})
            except Problem as problem:
                if problem.status in (400, 404):
                    raise missing(problem) from problem
        picture = Response(PICTURE, content_type="image/gif")
        picture.headers["Cache-Control"] = "private, no-store"
        picture.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # mails are read anywhere
        return picture

    def click(self, token: str, link: str) -> Answer:
        """The way to where the link leads."""
        asked = {"token": token, "link": link, "automated": ahead()}
        try:
            found = self._site.calls.call(FOLLOW, {**asked, "probing": request.method == "HEAD"})
        except Problem as problem:
            raise missing(problem) from problem
        way = redirect(found.url, 302)
        way.headers["Cache-Control"] = "private, no-store"
        way.headers["X-Robots-Tag"] = "noindex"
        return way


def ahead() -> bool:
    """Whether the program says that it fetches what nobody may ever look at."""
    said = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    return "prefetch" in said or "preview" in said
