"""How e-mail addresses, phone numbers and time zones are checked and written.

Each function returns the text as it is kept, "" for "", and raises ValueError with the rule.
"""

import re
from functools import cache, lru_cache
from zoneinfo import available_timezones

import phonenumbers

from chassis.email_addresses import parsed

#: Letters that look like nothing and come with pasted text.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
#: Numbers that exist in films only; everybody tries a form with them, and they do no harm.
FICTIONAL = re.compile(r"\+1\d{3}555\d{4}|\+1555\d{7}|\+447700900\d{3}")
#: Where addresses tell nothing about the company a person works for.
PUBLIC_MAILBOXES = frozenset(
    {
        "aol.com", "btinternet.com", "comcast.net", "duck.com", "fastmail.com", "free.fr",
        "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
        "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.fr",
        "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.de",
        "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com", "orange.fr", "outlook.com",
        "outlook.de", "pm.me", "posteo.de", "proton.me", "protonmail.com", "qq.com",
        "rocketmail.com", "sbcglobal.net", "t-online.de", "tutanota.com", "verizon.net",
        "wanadoo.fr", "web.de", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.de",
        "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "zoho.com", "126.com", "163.com",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def email(text: str) -> str:
    """An address one can send to; local part as typed, domain in lower case."""
    text = text.strip().strip(INVISIBLE).strip()
    if not text:
        return ""
    return parsed(text).normalized


def email_key(text: str) -> str:
    """What makes two addresses the same person's: letter case does not matter."""
    return text.casefold()


def company_domain(text: str) -> str:
    """The domain of an address when it tells where a person works, else ""."""
    domain = text.rpartition("@")[2]
    return "" if domain in PUBLIC_MAILBOXES else domain


@lru_cache(maxsize=4096)
def phone(text: str, *, region: str | None = None) -> str:
    """E.164; numbers without a country code need `region` (ISO 3166-1 alpha-2)."""
    text = text.strip().strip(INVISIBLE)
    if not text:
        return ""
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError(
            "must be a phone number with its country code, like +49 30 123456"
        ) from None
    if number.extension:
        raise ValueError("must not have an extension")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not FICTIONAL.fullmatch(written) and not _callable(number):
        raise ValueError("must be a phone number that can exist, like +49 30 123456")
    return written


def is_region(code: str) -> bool:
    """Whether phone numbers can be of there."""
    return code in phonenumbers.SUPPORTED_REGIONS


def time_zone(text: str) -> str:
    """An IANA name."""
    if text and text not in _time_zones():
        raise ValueError("must be a time zone like Europe/Berlin")
    return text


def _callable(number: phonenumbers.PhoneNumber) -> bool:
    """It exists, and calling it costs no more than a call."""
    premium = phonenumbers.PhoneNumberType.PREMIUM_RATE
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) != premium


@cache
def _time_zones() -> set[str]:
    return available_timezones()
