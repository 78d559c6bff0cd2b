"""What all public pages share: the calls, the style sheet, and refusals in words."""

import hashlib

from flask import Response, request, url_for

from gateway.problems import Problem
from gateway.public import pages
from gateway.public.calls import PublicCalls
from gateway.public.texts import TEXTS, texts_in

#: What can be said of a whole page, by the reason of the refusal or its status.
WORDS: dict[str | int, str] = {"FORM_ARCHIVED": "closed", "TOKEN_INVALID": "stale"}
WORDS |= {403: "foreign", 404: "missing", 429: "often"}


class Site:
    """Made once; the pages ask it for their calls and their style."""

    def __init__(self, calls: PublicCalls, style: bytes) -> None:
        self.calls = calls
        self._css = style
        self._version = hashlib.sha256(style).hexdigest()[:16]

    @property
    def style_url(self) -> str:
        """Where the style sheet of today is."""
        return url_for("public.style", version=self._version)

    @property
    def language(self) -> str:
        """The visitor's language, among those the pages speak."""
        return request.accept_languages.best_match([*TEXTS]) or "en"

    def style(self, version: str) -> Response:
        """The style sheet; its address changes when it does."""
        if version != self._version:
            raise Problem(404, "NOT_FOUND", "NOT_FOUND", "There is no such style.")
        response = Response(self._css, content_type="text/css; charset=utf-8")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    def explain(self, problem: Problem) -> Response:
        """A refusal in words, on a page."""
        word = word_of(problem)
        heading, more = self.words_for(word)
        response = pages.message_page(
            heading,
            more,
            language=self.language,
            style=self.style_url,
            status=410 if word == "closed" else problem.status,
        )
        response.headers.extend(problem.headers)
        return response

    def words_for(self, word: str) -> tuple[str, str]:
        """A heading and what follows it: the page's own words where it has some."""
        words = texts_in(self.language)
        page = (request.endpoint or "").rpartition(".")[2].partition("_")[0]
        own = f"{page}_{word}" if f"{page}_{word}" in words else word
        return words[own], words.get(f"{own}_more", "")


def word_of(problem: Problem) -> str:
    """What to say of a refusal as a whole."""
    return (
        WORDS.get(problem.reason)
        or WORDS.get(problem.status)
        or ("busy" if problem.status >= 500 else "refused")
    )
