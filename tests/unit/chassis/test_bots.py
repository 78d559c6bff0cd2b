"""Programs are told from people by what they call themselves."""

from typing import Any

import pytest

from chassis.bots import Verdict, verdict
from tests import vectors

AGENTS = vectors.load("bot_detection.json").get("user_agents", [])
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize("case", AGENTS, ids=lambda case: case["ua"][:40] or "nothing")
def test_programs_are_told_from_people(case: dict[str, Any]) -> None:
    expected = case.get("verdict") or ("bot" if case["bot"] else "human")
    assert verdict(case["ua"]) is Verdict(expected.upper())


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (compatible; YandexImages/3.0; +http://yandex.com/bots)", Verdict.BOT),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", Verdict.BOT),
        ("Microsoft Office Existence Discovery", Verdict.BOT),
        ("BarracudaCentral/1.0 (link inspection)", Verdict.BOT),
        ("Apache-HttpClient/4.5.14 (Java/17.0.9)", Verdict.BOT),
        ("python-requests/2.32", Verdict.BOT),
        ("TelegramBot (like TwitterBot)", Verdict.BOT),
        (f"{BROWSER} Telegram-Android/11.2", Verdict.HUMAN),
        ("Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36", Verdict.HUMAN),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", Verdict.HUMAN),
        ("Mozilla/5.0 (via ggpht.com GoogleImageProxy)", Verdict.PROXY),
        (f"{BROWSER} (via ggpht.com GoogleImageProxy)", Verdict.PROXY),
        ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", Verdict.PROXY),
        ("Mozilla/5.0", Verdict.UNKNOWN),
        ("   ", Verdict.UNKNOWN),
    ],
)
def test_others_of_the_kind_are_told_too(agent: str, expected: Verdict) -> None:
    assert verdict(agent) is expected


def test_a_browser_that_a_program_drives_is_a_program() -> None:
    assert verdict(BROWSER, automated=True) is Verdict.BOT
