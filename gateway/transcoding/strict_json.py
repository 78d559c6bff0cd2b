"""Reads a JSON body strictly: one document, one meaning (RFC 8259 and I-JSON, RFC 7493).

Python's own scanner does the work; what it lets through (byte order marks, duplicate keys, NaN,
1e400, lone surrogates, NUL, depth without end) is refused here.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from gateway.transcoding.faults import Fault, Faults, Place

MAX_DEPTH = 32
SAFE_INTEGER = 2**53 - 1  # beyond it, readers of JSON disagree about the value
# A string, also an unterminated one (so that the scan stays linear), or a bracket.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Malformed(Faults):
    """The body is not JSON as we take it."""

    def __init__(self, detail: str, place: Place = ()) -> None:
        super().__init__([Fault(place, detail)], reason="MALFORMED_BODY")


def read(body: bytes) -> dict[str, Any]:
    """The object that the body holds. Raises Malformed."""
    check_depth(body)
    try:
        value = DECODER.decode(body.decode("utf-8"))
    except Malformed as error:
        raise with_place(error, body) from None
    except UnicodeDecodeError:
        raise Malformed("the body is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise Malformed(explain(error)) from None
    except ValueError:
        raise Malformed("a number has too many digits") from None
    if not isinstance(value, dict):
        raise Malformed("the body must be a JSON object")
    if b"\\u" in body:
        refuse_unstorable(value)
    return value


def check_depth(body: bytes) -> None:
    """Refuses deep nesting before a parser recurses into it."""
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return
    depth = 0
    for token in TOKEN.finditer(body):
        first = token[0][:1]
        if first != b'"':
            depth += 1 if first in b"{[" else -1
            if depth > MAX_DEPTH:
                raise Malformed(f"the body is nested deeper than {MAX_DEPTH} levels")


def explain(error: json.JSONDecodeError) -> str:
    """The scanner's message with its place."""
    if error.doc.startswith("\ufeff"):
        return "the body starts with a byte order mark"
    return f"the body is not JSON: {error.msg.lower()}, line {error.lineno} column {error.colno}"


def refuse_unstorable(value: object) -> None:
    """Refuses text that is not Unicode or that no database stores."""
    found = [
        Fault(place, "must not hold the character U+0000 or half a surrogate pair")
        for place, text in texts(value, ())
        if UNSTORABLE.search(text)
    ]
    if found:
        raise Faults(found, reason="MALFORMED_BODY")


def texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text in a value, keys included, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield place, key
            yield from texts(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, (*place, index))


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key given twice would mean different things to different readers."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key is given twice")
    return found


def finite(text: str) -> float:
    """A number with a fraction or exponent."""
    number = float(text)
    if math.isinf(number):
        raise Malformed("a number is too large")
    return number


def constant(text: str) -> NoReturn:
    """NaN, Infinity, -Infinity: words of Python's scanner that are not JSON."""
    raise Malformed(f"{text} is not JSON")


def with_place(error: Malformed, body: bytes) -> Malformed:
    """The same error at the first duplicate key, when that is what it is about.

    The scanner builds inner objects first and knows no places, so only a refused body is read
    again, keeping the pairs.
    """
    if error.found[0].detail != "a key is given twice":
        return error
    for place, key in repeated(json.loads(body, object_pairs_hook=Pairs), ()):
        return Malformed("is given twice", (*place, key))
    return error


class Pairs(list[tuple[str, Any]]):
    """An object as written."""


def repeated(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every key given twice in one object, with the object's place."""
    if isinstance(value, Pairs):
        seen = set[str]()
        for key, item in value:
            if key in seen:
                yield place, key
            seen.add(key)
            yield from repeated(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from repeated(item, (*place, index))


DECODER = json.JSONDecoder(object_pairs_hook=unique, parse_float=finite, parse_constant=constant)
