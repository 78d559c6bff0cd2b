"""The filter language (AIP-160): one text, read as SQL over a table and as a test of one record.

    lifecycle_stage = LEAD AND score >= 30 AND (country = DE OR country = AT)
    tags:vip -email:"@example.com" create_time > now-7d custom_fields.industry in ("retail", "food")

Grammar
    Terms stand side by side or are joined by AND; OR binds tighter than AND, as AIP-160 has it:
    `a OR b AND c` is `(a OR b) AND c`. NOT or "-" in front of a term is its opposite. Brackets
    nest 20 deep, a filter has at most 100 terms and 8192 characters. Values with spaces or signs
    stand in quotes, where \\" \\' \\\\ \\* \\n \\r \\t are escapes.

Operators
    = !=            the same value; on text every letter counts, and "jo*", "*son", "*x*" match
                    the start, the end and anywhere
    < <= > >=       numbers, times, dates; text by code point
    in ("a", "b")   one of these; on a list: it holds one of these
    :               text: found anywhere, letter case ignored ("jo*": at the start); a list: holds
                    that word
    :*              there is a value
    word            alone: found anywhere in the fields a resource is searched by

No value
    A field has a value or it has none. Empty text, an empty list, a custom field that is not
    there and an enum's UNSPECIFIED are no value; 0 and false are values. `= null` (or `= ""`) is
    true where there is none, `:*` where there is one. Every other comparison with no value is
    false. `!=`, NOT and "-" are the exact opposite of what they stand before, so `city != "Rome"`
    includes those without a city. There is no third outcome.

Time
    Times are RFC 3339 (2026-11-21T09:30:00Z) or relative: now, now-7d, now+2h (m h d w, and mo y
    by the calendar). Days are dates (2026-11-21), today, yesterday, tomorrow, today-7d and
    {last,this,next}_{week,month,quarter,year}; a day or period is a span: `=` is within it, `<`
    before it, `>` after it, `<=` and `>=` include it. On dates, `= anniversary` finds today's day
    and month in any year.

Case is ignored by small letters character by character (Unicode's simple mapping), as
PostgreSQL's lower() has it in a database with the C.UTF-8 locale, so that both sides agree.
"""

from chassis.filtering.fields import (
    Bag,
    Field,
    Fields,
    boolean,
    choice,
    custom,
    date,
    inside,
    number,
    tags,
    text,
    time,
    uuid,
)
from chassis.filtering.filter import Filter, parse

__all__ = [
    "Bag",
    "Field",
    "Fields",
    "Filter",
    "boolean",
    "choice",
    "custom",
    "date",
    "inside",
    "number",
    "parse",
    "tags",
    "text",
    "time",
    "uuid",
]
