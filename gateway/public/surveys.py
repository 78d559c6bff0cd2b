"""Survey pages: /public/surveys/{token}, for customers who were asked how a ticket went."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.forms import STYLE, HostedForms, PublicParts, register
from gateway.public.texts import texts_in

SHOW = "crm.tickets.v1.SurveyService.ShowSurvey"
ANSWER = "crm.tickets.v1.SurveyService.AnswerSurvey"
#: From the happiest down, as the page offers them.
SCORES = (5, 4, 3, 2, 1)


def blueprint(parts: PublicParts) -> Blueprint:
    """The routes of survey pages."""
    routes = Blueprint("surveys", __name__, template_folder="templates")
    surveys = SurveyPages(parts, STYLE.read_bytes())
    address = "/public/surveys/<segment:token>"
    routes.add_url_rule(address, view_func=surveys.ask)
    routes.add_url_rule(address, view_func=surveys.take, methods=["POST"])
    routes.add_url_rule(f"{address}/sent", view_func=surveys.thank)
    register(routes, surveys)
    return routes


class SurveyPages(HostedForms):
    """The views; calls and refusals are those of any page for visitors."""

    def ask(self, token: str) -> Response:
        """The question, with the answer given so far."""
        return self._page(self._call(SHOW, {"token": token}))

    def take(self, token: str) -> Response:
        """Takes the answer; asks again when no score was chosen."""
        said = {name: values[-1] for name, values in posts.read(request).answers.items()}
        score, comment = said.get("score", ""), said.get("comment", "")
        chosen = int(score) if score in map(str, SCORES) else 0
        try:
            self._call(ANSWER, {"token": token, "score": chosen, "comment": comment})
        except Problem as problem:
            if problem.status != 400:
                raise
            return self._page(self._call(SHOW, {"token": token}), comment, problem)
        return Response(status=303, headers={"Location": url_for("surveys.thank", token=token)})

    def thank(self, token: str) -> Response:
        """What is said afterwards."""
        survey, language = self._call(SHOW, {"token": token}), self._language
        heading = texts_in(language)["thanks"]
        return pages.message_page(
            heading, survey.subject, language=language, style=self._style, status=200
        )

    def _page(self, survey: Any, comment: str = "", problem: Problem | None = None) -> Response:
        language = self._language
        page = render_template(
            "public/survey.html",
            survey=survey,
            comment=comment or survey.comment,
            scores=SCORES,
            trouble=problem,
            words=texts_in(language),
            language=language,
            style=self._style,
        )
        status = problem.status if problem else 200
        return pages.answer(page, language, pages.security([], []), status)

    @property
    def _language(self) -> str:
        return request.accept_languages.best_match(["en", "de"]) or "en"
