"""Telling programs from people by what they call themselves."""

import re
from enum import StrEnum

#: Words that only programs use of themselves. (Cubot makes telephones.)
PROGRAMS = re.compile(
    r"(?<!cu)bots?(?![a-z])|crawl|spider|slurp|headless|phantomjs|selenium|puppeteer|playwright"
    r"|facebookexternalhit|embedly|preview|linkexpanding|monitor|uptime|pingdom|lighthouse"
    r"|curl/|wget/|python-|python/|httpx|aiohttp|java/|httpclient|go-http-client|libwww|okhttp"
    r"|axios|node-fetch|guzzle|php/|ruby|perl/|scan|validator|archiver|feedfetcher|whatsapp"
    r"|skypeuripreview|existence discovery|protocol discovery|(link|url)-?check"
    r"|barracuda|mimecast|proofpoint|messagelabs|zscaler|virustotal|safelinks",
    re.IGNORECASE,
)
#: Programs of mail services that fetch pictures when a person looks at a mail, each named, or with
#: the look of a browser that says Mozilla twice.
PROXY = re.compile(
    r"googleimageproxy|ggpht\.com|yahoomailproxy|^mozilla/5\.0 .* mozilla/5\.0$", re.IGNORECASE
)
#: Half a name, as mail programs send it that fetch pictures before anybody looks.
NAMELESS = re.compile(r"\s*(mozilla/5\.0)?\s*", re.IGNORECASE)


class Verdict(StrEnum):
    """Who did it."""

    HUMAN = "HUMAN"
    BOT = "BOT"
    PROXY = "PROXY"
    UNKNOWN = "UNKNOWN"


def verdict(user_agent: str, *, automated: bool = False) -> Verdict:
    """Who is behind a user agent. PROXY: a person behind a program that fetches for them;
    UNKNOWN: it says nothing. automated: the browser itself says that a program drives it."""
    if automated:
        return Verdict.BOT
    if PROXY.search(user_agent):
        return Verdict.PROXY
    if PROGRAMS.search(user_agent):
        return Verdict.BOT
    return Verdict.UNKNOWN if NAMELESS.fullmatch(user_agent) else Verdict.HUMAN
