"""What leaves the gateway is protobuf's own JSON, only faster."""

import json
import sys
import timeit
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.catalogue import Catalogue
from gateway.transcoding.encoding import Encoder
from tests.unit.gateway.strategies import messages


@pytest.fixture(scope="module")
def encoder(everything: Catalogue) -> Encoder:
    return Encoder(everything.pool, everything.options)


def make(everything: Catalogue, kind: str, /, **fields: Any) -> Any:
    """A message of everything.proto."""
    found = everything.pool.FindMessageTypeByName(f"crm.everything.v1.{kind}")
    return GetMessageClass(found)(**fields)


def as_protobuf_writes(message: Message, everything: Catalogue) -> Any:
    """json_format's answer, with field masks in our spelling."""
    written = json_format.MessageToDict(
        message,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
        descriptor_pool=everything.pool,
    )
    if "mask" in written:
        written["mask"] = ",".join(message.mask.paths)
    return written


@settings(max_examples=300)
@given(data=st.data())
def test_every_message_is_written_as_protobuf_writes_it(
    data: st.DataObject, everything: Catalogue, encoder: Encoder
) -> None:
    kind = everything.pool.FindMessageTypeByName("crm.everything.v1.Everything")
    message = data.draw(messages(kind, finite=False))
    assert json.loads(encoder.encode(message)) == as_protobuf_writes(message, everything)


def test_an_empty_message_shows_its_defaults_but_nothing_unset(
    everything: Catalogue, encoder: Encoder
) -> None:
    written = json.loads(encoder.encode(make(everything, "Everything")))
    assert written["text"] == ""
    assert written["int64_value"] == "0"
    assert written["colour"] == "COLOUR_UNSPECIFIED"
    assert written["texts"] == []
    assert written["text_by_text"] == {}
    assert not {"inner", "time", "maybe_text", "choice_text", "bool_wrapper"} & set(written)


def test_fields_are_written_in_the_order_of_the_proto(
    everything: Catalogue, encoder: Encoder
) -> None:
    thing = make(everything, "Thing", name="Lamp", id="t1", extent={"width": 1.5})
    assert encoder.encode(thing).startswith(b'{"id":"t1","etag":"","name":"Lamp","size":0,')


def test_what_may_only_be_sent_is_never_shown(everything: Catalogue, encoder: Encoder) -> None:
    assert b"secret" not in encoder.encode(make(everything, "Thing", secret="hunter2"))


def test_field_masks_name_fields_as_everything_else_does(
    everything: Catalogue, encoder: Encoder
) -> None:
    message = make(everything, "Everything", mask={"paths": ["first_name", "a.b_c"]})
    assert json.loads(encoder.encode(message))["mask"] == "first_name,a.b_c"


def test_an_any_of_a_type_nobody_here_knows_is_shown_as_bytes(
    everything: Catalogue, encoder: Encoder
) -> None:
    message = make(everything, "Everything", any={"type_url": "x/of.Nobody", "value": b"hi"})
    assert json.loads(encoder.encode(message))["any"] == {"@type": "x/of.Nobody", "value": "aGk="}


def test_text_is_written_as_it_is(everything: Catalogue, encoder: Encoder) -> None:
    assert '"Zoë 🙂"' in encoder.encode(make(everything, "Everything", text="Zoë 🙂")).decode()


def page_of_contacts(everything: Catalogue) -> Any:
    """A page of 50 things with as much in them as contacts have."""
    page = make(everything, "ListThingsResponse", next_page_token="abc")
    for number in range(50):
        thing = page.things.add(
            id=f"t{number}",
            etag="3",
            name=f"Ada Lovelace {number}",
            size=number,
            tags=["vip", "newsletter"],
            email="ada@example.com",
            shelf_id="01937b5e-7c00-7000-8000-000000000001",
            extent={"width": 1.5, "height": 2.25},
            state=1,
            colour=1,
        )
        thing.create_time.seconds = 1_700_000_000 + number
        thing.create_time.nanos = 123_000_000
        thing.expire_time.seconds = 1_800_000_000 + number
        thing.custom_fields.update({"industry": "retail", "seats": 12})
    return page


def test_a_page_is_written_at_least_four_times_as_fast_as_by_protobuf(
    everything: Catalogue, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_of_contacts(everything)

    def run(write: Any) -> float:
        return timeit.timeit(lambda: write(page), number=3)

    def written_by_protobuf(message: Message) -> bytes:
        return json.dumps(as_protobuf_writes(message, everything)).encode()

    # for so long that both have had the processor to themselves for once
    pairs = [(run(encoder.encode), run(written_by_protobuf)) for _ in range(300)]
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))
    with capsys.disabled():
        sys.stdout.write(f"\n  {ours / 3 * 1e6:.0f} µs a page, {theirs / ours:.1f} times as fast\n")
    assert theirs / ours >= 4
