"""Customers look at a mail, as the browser of a person does: its picture, its link."""

import json
import re
import urllib.request
from urllib.error import HTTPError

#: Every so many opens it, and every so many of all follows the link.
OPENS, FOLLOWS = 2, 5
SECONDS = 30
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
PICTURE = re.compile(r'src="([^"]+/public/open/[^"]+)"')
LINK = re.compile(r'href="([^"]+/public/click/[^"]+)"')


def read(mails: str, subject: str) -> None:
    """Some of those who got the mail with this subject read it. mails: the catcher's list."""
    newest = json.loads(fetch(f"{mails}?count=1000"))["mails"]
    letters = sorted((mail for mail in newest if mail["subject"] == subject), key=recipient)
    for index, mail in enumerate(letters):
        html = fetch(f"{mails}/{mail['id']}/html").decode()
        if index % OPENS == 0:
            for picture in PICTURE.findall(html):
                fetch(picture)
        if index % FOLLOWS == 0 and (link := LINK.search(html)):
            follow(link[1])  # the first: the last is one that only programs see


def recipient(mail: dict[str, str]) -> str:
    """Whom it went to."""
    return str(mail["to"])


def follow(link: str) -> None:
    """Up to the redirect: where it leads is out in the world."""
    opener = urllib.request.build_opener(Staying)
    try:
        opener.open(asked(link), timeout=SECONDS).close()
    except HTTPError as answer:
        if answer.code != 302:
            raise


class Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere."""

    def redirect_request(self, *_: object) -> None:
        """No request: the redirect is the answer."""


def fetch(url: str) -> bytes:
    """What is there."""
    with urllib.request.urlopen(asked(url), timeout=SECONDS) as answer:  # noqa: S310 -- the suite's
        return bytes(answer.read())


def asked(url: str) -> urllib.request.Request:
    """A browser's request."""
    headers = {"User-Agent": BROWSER}
    return urllib.request.Request(url, headers=headers)  # noqa: S310 -- the suite's own
