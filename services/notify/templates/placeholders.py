"""Filling in placeholders: {{first_name}}, or {{first_name|there}} with a fallback.

A value is printed as it is typed, never filled in a second time; the HTML part is escaped where
the value stands, the text part is not.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*(?:\|([^{}]*))?\}\}")
#: Fields of the contact that every template may name.
CONTACT_FIELDS = (
    "first_name",
    "last_name",
    "full_name",
    "email",
    "company_name",
    "country",
    "language",
)
#: What notify itself fills in.
OWN_FIELDS = ("unsubscribe_url",)
KNOWN = frozenset((*CONTACT_FIELDS, *OWN_FIELDS))
#: A value may be the address of a link only when it leads to a page or a mailbox.
SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
LINK = re.compile(r"\s(href|src)\s*=\s*[\"']\s*$", re.IGNORECASE)
ACTIVE = re.compile(r"<\s*(script|iframe|object|embed|form)\b|<[^>]*\son[a-z]+\s*=", re.IGNORECASE)


def names(text: str) -> set[str]:
    """The names a text asks for."""
    return {found[1] for found in PLACEHOLDER.finditer(text)}


def missing(text: str, values: Mapping[str, Any]) -> set[str]:
    """The names a text asks for, without a fallback, that have no value; an empty one is one."""
    return {f[1] for f in PLACEHOLDER.finditer(text) if f[2] is None and f[1] not in values}


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its values, for a subject or a text part."""
    return PLACEHOLDER.sub(lambda found: _value(found, values), text)


def fill_html(text: str, values: Mapping[str, Any]) -> str:
    """The HTML with its values escaped for where they stand."""

    def escaped(found: re.Match[str]) -> str:
        value = _value(found, values)
        tag = _open_tag(text[: found.start()])
        if LINK.search(tag) and not SAFE_LINK.match(value):
            return "#"
        return html.escape(value, quote=bool(tag))

    return PLACEHOLDER.sub(escaped, text)


def faults(text: str, allowed: set[str]) -> Iterator[str]:
    """What is wrong with the placeholders of a text, in words."""
    if "{{" in PLACEHOLDER.sub("", text):
        yield "has a {{ that begins no placeholder like {{first_name}} or {{first_name|there}}"
    for name in sorted(names(text) - allowed):
        yield f"{{{{{name}}}}} is neither a field of contacts nor among variables"


def html_faults(text: str) -> Iterator[str]:
    """What is wrong with an HTML part beyond its placeholders, in words."""
    if ACTIVE.search(text):
        yield "must not have scripts, forms, frames or event attributes"
    for found in PLACEHOLDER.finditer(text):
        tag = _open_tag(text[: found.start()])
        if tag and tag.count('"') % 2 == 0 and tag.count("'") % 2 == 0:
            yield f"{found[0]} stands inside a tag without quotes around it"


def _value(found: re.Match[str], values: Mapping[str, Any]) -> str:
    written = _written(values.get(found[1], ""))
    return written or (found[2] or "").strip()


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # JSON has one kind of number
    return str(value)


def _open_tag(before: str) -> str:
    """The tag a place lies in, as far as it got; "" outside of tags."""
    start = before.rfind("<")
    return before[start:] if start > before.rfind(">") else ""
