"""How the domain and the page of a company are checked and written.

Each function returns the text as it is kept, "" for "", and raises ValueError with the rule.
"""

import re
from urllib.parse import urlsplit

import idna

#: "engines.example", without port, numbers alone or a single name.
_HOST = re.compile(r"(?=.{4,253}$)([^.\s/:@]{1,63}\.)+[^.\s/:@\d][^.\s/:@]{1,62}")


def domain(text: str) -> str:
    """The domain in small letters, without "www."; a URL is cut down to it.

    Letters outside ASCII are kept as letters, as in e-mail addresses.
    """
    text = text.strip().lower()
    if not text:
        return ""
    host = _host(text).rstrip(".").removeprefix("www.")
    try:
        written = idna.decode(idna.encode(host, uts46=True))
    except (idna.IDNAError, UnicodeError):
        written = ""
    if not _HOST.fullmatch(written):
        raise ValueError("must be a domain like engines.example")
    return written


def website(text: str) -> str:
    """An address of the web; https:// is added when the text has no scheme."""
    text = text.strip()
    if not text:
        return ""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        valid = False
    if not valid or any(letter.isspace() for letter in url):
        raise ValueError("must be a page like https://engines.example")
    return url


def _host(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"//{text.lstrip('/')}")
        return "" if parts.username is not None else parts.hostname or ""
    except ValueError:
        return ""
