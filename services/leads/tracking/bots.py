"""Telling programs from people by what they call themselves."""

import re
from enum import StrEnum

#: Words that only programs use of themselves.
PROGRAMS = re.compile(
    r"bot\b|bot/|bots?[-_/ ]|crawl|spider|slurp|headless|phantomjs|selenium|puppeteer|playwright"
    r"|facebookexternalhit|embedly|preview|linkexpanding|monitor|uptime|pingdom|lighthouse"
    r"|curl/|wget/|python-|httpx|aiohttp|java/|go-http-client|libwww|okhttp|axios|node-fetch"
    r"|scan|validator|archiver|feedfetcher|whatsapp|telegram|skypeuripreview|googleimageproxy",
    re.IGNORECASE,
)
#: The look of image proxies of mail programs: a browser that says Mozilla twice.
PROXY = re.compile(r"^Mozilla/5\.0 .* Mozilla/5\.0$")


class Verdict(StrEnum):
    """Who did it."""

    HUMAN = "HUMAN"
    BOT = "BOT"
    PROXY = "PROXY"
    UNKNOWN = "UNKNOWN"


def verdict(user_agent: str, *, automated: bool = False) -> Verdict:
    """Who is behind a user agent. PROXY: a person behind a program that fetches for them;
    UNKNOWN: it says nothing. automated: the browser itself says that a program drives it."""
    if automated or PROGRAMS.search(user_agent):
        return Verdict.BOT
    if not user_agent.strip():
        return Verdict.UNKNOWN
    return Verdict.PROXY if PROXY.match(user_agent) else Verdict.HUMAN
