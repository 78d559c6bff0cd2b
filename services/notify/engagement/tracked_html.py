"""Which mails tell that they were opened, and how: links lead through us, a picture ends them.

The stored message keeps its own links: looking at it here is no open, and where a link leads is
read from there, so nothing that comes in with a request can lead anybody anywhere else. The text
part stays as it was written: its readers see where every link leads before they follow it, which
is worth more than counting them, and a mail without HTML tells nothing at all.
"""

import html
import re
from hashlib import sha256
from urllib.parse import urlsplit

from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.templates.model import Purpose

TAG = re.compile(r"<(?:a|area)\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([^\s=>\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
#: Links by which people end something or say what they want: nobody is watched there.
PRIVATE = re.compile(r"unsubscribe|opt-?out|preferences|/public/confirmations/", re.IGNORECASE)
END = re.compile(r"</body\b", re.IGNORECASE)


def tells(message: Message) -> bool:
    """Whether a message tells that it was opened: advertising does. What people are owed, as an
    answer or a confirmation, does not."""
    return message.purpose is Purpose.PROMOTIONAL and bool(message.body_html)


def tracked(message: Message, links: Links) -> str:
    """The HTML of a message that tells."""

    def led(found: re.Match[str]) -> str:
        place = _href(found[0])
        if place is None or not _watched(place[2]):
            return found[0]
        url = links.click_url(message.id, word_for(place[2]))
        return f'{found[0][: place[0]]}"{html.escape(url)}"{found[0][place[1] :]}'

    body = TAG.sub(led, message.body_html)
    end = _unseen(message, links) if body != message.body_html else ""
    picture = f'<img src="{html.escape(links.open_url(message.id))}" width="1" height="1" alt="">'
    place = max((found.start() for found in END.finditer(body)), default=len(body))
    return body[:place] + end + picture + body[place:]


def addresses(body_html: str) -> dict[str, str]:
    """Where the links of an HTML part that lead through us go, by their words."""
    places = (_href(found[0]) for found in TAG.finditer(body_html))
    urls = (place[2] for place in places if place is not None)
    return {word_for(url): url for url in urls if _watched(url)}


def word_for(url: str) -> str:
    """What a link is called in the address that leads through us; "" is the unseen one."""
    return sha256(url.encode()).hexdigest()[:12]


def _unseen(message: Message, links: Links) -> str:
    """A link that nobody sees, so whoever follows it is a program."""
    url = html.escape(links.click_url(message.id, word_for("")))
    return f'<a href="{url}" style="display:none" aria-hidden="true" tabindex="-1"></a>'


def _href(tag: str) -> tuple[int, int, str] | None:
    """Where the address of a link begins and ends in its tag, and what it is."""
    for found in ATTRIBUTE.finditer(tag, pos=2):
        if found[1].lower() == "href" and found[2]:
            return *found.span(2), html.unescape(found[2].strip("\"'")).strip()
    return None


def _watched(url: str) -> bool:
    """Whether a link leads to a page, and not to one where people are left alone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    page = parts.scheme in ("http", "https") and bool(parts.netloc)
    return page and url.isprintable() and " " not in url and not PRIVATE.search(url)
