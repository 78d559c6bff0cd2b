"""The page of support: /public/tickets, where anybody writes to us without account or script."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.forms import answers_of
from gateway.public.site import Site, word_of
from gateway.public.texts import said, texts_in

SUBMIT = "crm.tickets.v1.PortalService.SubmitTicket"
PATH = "/public/tickets"
#: What is asked: name, how the browser shows it, what it fills in by itself, the longest answer.
QUESTIONS = (
    ("name", "text", "name", 200),
    ("email", "email", "email", 254),
    ("subject", "text", "off", 300),
    ("text", "textarea", "off", 50_000),
)
#: People do not see it; robots fill it in.
TRAP = "website"


@dataclass(frozen=True)
class Question:
    """One question as the template shows it."""

    name: str
    shape: str
    autocomplete: str
    longest: int
    required: bool
    value: str
    error: str


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of the page."""
    page = TicketPage(site)
    routes.add_url_rule(PATH, "ticket", page.ask)
    routes.add_url_rule(PATH, "ticket_take", page.take, methods=["POST"])
    routes.add_url_rule(f"{PATH}/sent", "ticket_sent", page.thank)


class TicketPage:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self) -> Response:
        """The form, with what the address brings along."""
        known = {name: request.args.get(name, "")[:300] for name, *_ in QUESTIONS}
        return self._page(known)

    def take(self) -> Response:
        """Takes what was written; shows it again with what is wrong, nothing lost."""
        given = {name: values[-1] for name, values in posts.read(request).answers.items()}
        fields = {name: given.get(name, "") for name in (*[q[0] for q in QUESTIONS], TRAP)}
        try:
            done = self._site.calls.call(SUBMIT, fields)
        except Problem as problem:
            return self._page(fields, problem)
        # away from the post, so that a reload sends nothing twice
        target = url_for("public.ticket_sent", number=done.number or None)
        return Response(status=303, headers={"Location": target})

    def thank(self) -> Response:
        """What is said afterwards."""
        language = self._site.language
        words, number = texts_in(language), request.args.get("number", "")
        known = f"#{number}: " if number.isascii() and number.isdigit() else ""
        return pages.message_page(
            words["thanks"],
            known + words["ticket_thanks"],
            language=language,
            style=self._site.style_url,
            status=200,
        )

    def _page(self, given: Mapping[str, str], problem: Problem | None = None) -> Response:
        language = self._site.language
        words = texts_in(language)
        wrong = answers_of(problem) if problem else {}
        word = word_of(problem) if problem and not wrong else ""
        page = render_template(
            "public/ticket.html",
            questions=[*questions(given, wrong, language)],
            trap=TRAP,
            heading=words[word] if word else words["wrong"] if wrong else "",
            more=words.get(f"{word}_more", ""),
            words=words,
            language=language,
            style=self._site.style_url,
        )
        status = problem.status if problem else 200
        answer = pages.answer(page, language, pages.security([], []), status)
        answer.headers.extend(problem.headers if problem else {})
        return answer


def questions(given: Mapping[str, str], wrong: Mapping[str, str], language: str) -> list[Question]:
    """The questions with their answers so far, and what is wrong with them."""
    return [
        Question(
            name=name,
            shape=shape,
            autocomplete=autocomplete,
            longest=longest,
            required=name != "name",
            value=given.get(name, ""),
            error=said(_reason(wrong.get(name, ""), given.get(name, "")), _kind(name), language),
        )
        for name, shape, autocomplete, longest in QUESTIONS
    ]


def _reason(detail: str, value: str) -> str:
    return "is required" if detail and not value.strip() else detail


def _kind(name: str) -> str:
    return "EMAIL" if name == "email" else ""
