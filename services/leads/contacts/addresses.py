"""How e-mail addresses, phone numbers and time zones are checked and written.

Each function returns the text as it is kept, "" for "", and raises ValueError with the rule.
"""

from zoneinfo import available_timezones

import phonenumbers
from email_validator import EmailNotValidError, validate_email

#: Letters that look like nothing and come with pasted text.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def email(text: str) -> str:
    """An address one can send to; local part as typed, domain in lower case."""
    text = text.strip().strip(INVISIBLE).strip()
    if not text:
        return ""
    try:
        found = validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise ValueError("must be an e-mail address like ada@example.com") from None
    if not found.ascii_email:
        raise ValueError("must not have letters outside ASCII before the @")
    return found.normalized


def email_key(text: str) -> str:
    """What makes two addresses the same person's: letter case does not matter."""
    return text.casefold()


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
    if not phonenumbers.is_possible_number(number):
        raise ValueError("must be a phone number that can exist, like +49 30 123456")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def time_zone(text: str) -> str:
    """An IANA name."""
    if text and text not in available_timezones():
        raise ValueError("must be a time zone like Europe/Berlin")
    return text
