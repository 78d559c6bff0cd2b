"""A body is one JSON document with one meaning, or it is refused."""

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.transcoding.faults import Faults
from gateway.transcoding.strict_json import MAX_DEPTH, read
from tests.unit.gateway.strategies import JSON, TEXT

VECTORS = Path(__file__).parents[4] / "shared/vectors/bad-input.json"


def refusal(body: bytes) -> tuple[str, str]:
    """The pointer and the words of the first fault."""
    with pytest.raises(Faults) as error:
        read(body)
    assert error.value.reason == "MALFORMED_BODY"
    first = error.value.found[0]
    return first.pointer, first.detail


REFUSED = [
    (b"", "#", "the body is not JSON: expecting value, line 1 column 1"),
    (b"   ", "#", "the body is not JSON: expecting value"),
    (b"null", "#", "the body must be a JSON object"),
    (b"[{}]", "#", "the body must be a JSON object"),
    (b'"x"', "#", "the body must be a JSON object"),
    (b"1", "#", "the body must be a JSON object"),
    (b"\xef\xbb\xbf{}", "#", "the body starts with a byte order mark"),
    ('{"a": "é"}'.encode("latin-1"), "#", "the body is not UTF-8 text"),
    ('{"a": 1}'.encode("utf-16"), "#", "the body is not UTF-8 text"),
    (b'{"a": "\xed\xa0\x80"}', "#", "the body is not UTF-8 text"),
    (b'{"a": NaN}', "#", "NaN is not JSON"),
    (b'{"a": -Infinity}', "#", "-Infinity is not JSON"),
    (b'{"a": 1e400}', "#", "a number is too large"),
    (b'{"a": -1e400}', "#", "a number is too large"),
    (b'{"a": ' + b"9" * 5000 + b"}", "#", "a number has too many digits"),
    (b'{"a": 1, "a": 1}', "#/a", "is given twice"),
    (b'{"a": 1, "\\u0061": 2}', "#/a", "is given twice"),
    (b'{"b": [{}, {"c/d": {"e~f": 1, "e~f": 2}}]}', "#/b/1/c~1d/e~0f", "is given twice"),
    (b'{"a": "x\\u0000y"}', "#/a", "must not hold the character U+0000"),
    (b'{"a": ["\\ud800"]}', "#/a/0", "half a surrogate pair"),
    (b'{"a": "\\udc00\\ud800"}', "#/a", "half a surrogate pair"),
    (b'{"\\ud800": 1}', "#", "half a surrogate pair"),
    (b'{"a": "x\x00y"}', "#", "the body is not JSON: invalid control character"),
    (b'{"a": "x\ny"}', "#", "the body is not JSON: invalid control character"),
    (b'{"a": 1,}', "#", "the body is not JSON"),
    (b'{"a": 1}//x', "#", "the body is not JSON: extra data"),
    (b'{"a": 1}{"a": 2}', "#", "the body is not JSON: extra data"),
    (b'{"a": 01}', "#", "the body is not JSON"),
    (b'{"a": +1}', "#", "the body is not JSON"),
    (b'{"a": .5}', "#", "the body is not JSON"),
    (b"{'a': 1}", "#", "the body is not JSON"),
    (b"{a: 1}", "#", "the body is not JSON"),
    (b'{"a": "\\x41"}', "#", "the body is not JSON"),
    (b'{"a": True}', "#", "the body is not JSON"),
]


@pytest.mark.parametrize(("body", "pointer", "detail"), REFUSED)
def test_what_is_not_json_as_we_take_it_is_refused(body: bytes, pointer: str, detail: str) -> None:
    found = refusal(body)
    assert found[0] == pointer
    assert detail in found[1]


def nested(levels: int, *, brackets: str = "{}") -> bytes:
    """An object with so many levels in it, itself included."""
    opening, closing = ('{"a":', "}") if brackets == "{}" else ("[", "]")
    return ('{"a":' + opening * (levels - 1) + "1" + closing * (levels - 1) + "}").encode()


@pytest.mark.parametrize("brackets", ["{}", "[]"])
def test_nesting_is_bounded(brackets: str) -> None:
    read(nested(MAX_DEPTH, brackets=brackets))
    assert "deeper than 32" in refusal(nested(MAX_DEPTH + 1, brackets=brackets))[1]
    assert "deeper than 32" in refusal(nested(100_000, brackets=brackets))[1]


def test_brackets_inside_text_are_not_nesting() -> None:
    text = '[{"\\' * 1000
    assert read(json.dumps({text: text}).encode()) == {text: text}


def test_many_brackets_side_by_side_are_not_nesting() -> None:
    assert len(read(json.dumps({"a": [[]] * 5000}).encode())["a"]) == 5000


@pytest.mark.parametrize(
    "body", [b'"\\' * 500_000, b'["' * 500_000, b'"' * 1_000_000, b"\\" * 1_000_000, b"[" * 10**6]
)
def test_refusing_a_megabyte_of_nonsense_takes_no_time(body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Faults):
        read(body)
    assert time.process_time() - started < 0.5


@given(value=st.dictionaries(TEXT, JSON, max_size=4))
def test_every_plain_document_is_read_as_it_is(value: dict[str, Any]) -> None:
    assert read(json.dumps(value).encode()) == value
    assert read(json.dumps(value, ensure_ascii=False).encode()) == value


@given(
    body=st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes_are_an_object_or_a_fault(body: bytes) -> None:
    with contextlib.suppress(Faults):
        assert isinstance(read(body), dict)


def vectors() -> list[dict[str, Any]]:
    """The catalogue's bodies that are refused before their fields are looked at."""
    if not VECTORS.exists():
        return []
    known = [v for v in json.loads(VECTORS.read_text()) if v["area"] == "json"]
    return [v for v in known if "body" in v["input"] or "body_gen" in v["input"]]


def body_of(told: dict[str, Any]) -> bytes:
    """The body that a vector describes."""
    if "body" in told:
        return str(told["body"]).encode()
    gen = told["body_gen"]
    if gen["op"] == "nest":
        return f"{gen['open'] * gen['n']}{gen['core']}{gen['close'] * gen['n']}".encode()
    return f"{gen.get('prefix', '')}{gen['unit'] * gen['n']}{gen.get('suffix', '')}".encode()


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("vector", vectors(), ids=lambda v: v["id"])
def test_the_catalogue_of_bad_input_is_refused(vector: dict[str, Any]) -> None:
    if vector["id"] == "json-030":
        pytest.skip("a long text is refused by its field's own rule")
    refusal(body_of(vector["input"]))
