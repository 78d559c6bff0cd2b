"""Answers surveys by the link that was mailed."""

from typing import Any

from deploy.local.child import wait_until
from deploy.local.demo.api import Api

#: A survey comes a moment after what brings it about; on a busy machine a long one.
SURVEY_SECONDS = 60


def answer(api: Api, sent: str, score: int, comment: str, key: str) -> None:
    """The customer says how it went, once the survey has come; sent: the filter of its fact."""

    def links() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = api.get("/v1/events", filter=sent)["events"]
        return found

    wait_until(lambda: bool(links()), SURVEY_SECONDS, f"a survey: {sent}")
    for event in links():
        token = event["data"]["url"].rpartition("/")[2]
        api.post(f"/v1/surveys/{token}:answer", {"score": score, "comment": comment}, key=key)
