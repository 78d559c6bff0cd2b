"""Survey pages: /public/surveys/{token}, for customers who were asked how a ticket went, or
whether they would recommend us."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from gateway.problems import Problem
from gateway.public import pages, posts
from gateway.public.site import Site
from gateway.public.texts import texts_in

SHOW = "crm.tickets.v1.SurveyService.ShowSurvey"
ANSWER = "crm.tickets.v1.SurveyService.AnswerSurvey"
PATH = "/public/surveys/<segment:token>"
#: From the happiest down, as the page offers them; and how likely somebody recommends us.
CSAT_SCORES = (5, 4, 3, 2, 1)
NPS_SCORES = tuple(range(11))
NPS = 2


def install(routes: Blueprint, site: Site) -> None:
    """Adds the routes of survey pages."""
    surveys = Surveys(site)
    routes.add_url_rule(PATH, "survey", surveys.ask)
    routes.add_url_rule(PATH, "survey_take", surveys.take, methods=["POST"])
    routes.add_url_rule(f"{PATH}/sent", "survey_sent", surveys.thank)


class Surveys:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, token: str) -> Response:
        """The question, with the answer given so far."""
        return self._page(self._survey(token))

    def take(self, token: str) -> Response:
        """Takes the answer; asks again when no score was chosen."""
        said = {name: values[-1] for name, values in posts.read(request).answers.items()}
        score, comment = said.get("score", ""), said.get("comment", "")
        answer: dict[str, str | int] = {"token": token, "comment": comment}
        if score in map(str, NPS_SCORES):
            answer["score"] = int(score)
        try:
            self._site.calls.call(ANSWER, answer)
        except Problem as problem:
            if problem.status != 400:
                raise
            return self._page(self._survey(token), comment, problem)
        return Response(
            status=303, headers={"Location": url_for("public.survey_sent", token=token)}
        )

    def thank(self, token: str) -> Response:
        """What is said afterwards."""
        self._survey(token)  # a link that never worked thanks nobody
        language = self._site.language
        words = texts_in(language)
        return pages.message_page(
            words["thanks"],
            words["survey_thanks"],
            language=language,
            style=self._site.style_url,
            status=200,
        )

    def _survey(self, token: str) -> Any:
        return self._site.calls.call(SHOW, {"token": token})

    def _page(self, survey: Any, comment: str = "", problem: Problem | None = None) -> Response:
        language = self._site.language
        page = render_template(
            "public/nps.html" if survey.kind == NPS else "public/survey.html",
            survey=survey,
            answered=survey.HasField("answer_time"),
            comment=comment or survey.comment,
            scores=NPS_SCORES if survey.kind == NPS else CSAT_SCORES,
            trouble=problem,
            words=texts_in(language),
            language=language,
            style=self._site.style_url,
        )
        status = problem.status if problem else 200
        return pages.answer(page, language, pages.security([], []), status)
