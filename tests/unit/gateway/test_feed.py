"""The feed of live updates: nothing is skipped without a resync, however late a stream is."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.audience import Audience, HeardBy
from gateway.live import feed as feeds
from gateway.live.feed import UNKNOWN, Entry, Feed, Item, Listener, Signal
from gateway.live.notes import Note, read

NOTE = Note("{}", Audience("contacts.read", HeardBy.GLOBAL))


def entry(number: int) -> Entry:
    return Entry(f"{number}-0", NOTE)


def feed(*numbers: int) -> Feed:
    """A live feed that began with nothing."""
    made = Feed()
    made.start("0-0", [])
    made.set_live(live=True)
    for number in numbers:
        made.add(entry(number))
    return made


def heard(listener: Listener) -> list[Item]:
    """Everything in line."""

    async def take() -> list[Item]:
        found = []
        while (item := await listener.next(0.01)) is not None:
            found.append(item)
        return found

    with ThreadPoolExecutor(1) as own:  # a browser of another test may have left a loop in this one
        return own.submit(asyncio.run, take()).result()


def test_a_new_stream_hears_what_comes_and_not_what_was() -> None:
    told = feed(1)
    listener = told.listen("")
    told.add(entry(2))
    assert heard(listener) == [entry(2)]


@pytest.mark.parametrize(("place", "missed"), [("0-0", [1, 2, 3]), ("2-0", [3]), ("3-0", [])])
def test_a_stream_that_comes_back_hears_exactly_what_it_missed(
    place: str, missed: list[int]
) -> None:
    assert heard(feed(1, 2, 3).listen(place)) == [entry(number) for number in missed]


@pytest.mark.parametrize("place", ["7-7", "nonsense", UNKNOWN])
def test_a_place_the_feed_does_not_know_is_a_resync(place: str) -> None:
    assert heard(feed(1).listen(place)) == [Signal.RESYNC]


def test_a_place_that_has_gone_out_of_the_history_is_a_resync(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "HISTORY", 3)
    told = feed(1, 2, 3, 4, 5)
    assert heard(told.listen("1-0")) == [Signal.RESYNC]
    assert heard(told.listen("2-0")) == [entry(3), entry(4), entry(5)]


def test_a_gap_that_a_relay_admits_is_a_resync_for_all_and_for_who_missed_it() -> None:
    told = feed(1)
    listener = told.listen("")
    told.add(Entry("2-0", None))
    assert heard(listener) == [Signal.RESYNC]
    assert heard(told.listen("1-0")) == [Signal.RESYNC]


def test_a_stream_too_slow_to_follow_starts_anew_instead_of_holding_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "BEHIND", 2)
    told = feed()
    listener = told.listen("")
    for number in (1, 2, 3):
        told.add(entry(number))
    assert heard(listener) == [Signal.RESYNC, entry(3)]


def test_a_stream_is_told_when_facts_stop_coming_and_when_they_come_again() -> None:
    told = feed()
    listener = told.listen("")
    told.set_live(live=False)
    told.set_live(live=False)
    told.set_live(live=True)
    assert heard(listener) == [Signal.DOWN, Signal.UP]
    told.set_live(live=False)
    assert heard(told.listen("")) == [Signal.DOWN]


def test_a_feed_that_begins_anew_says_so() -> None:
    told = feed(1)
    listener = told.listen("")
    told.start("0-0", [entry(9)])
    assert heard(listener) == [Signal.RESYNC]
    assert told.last == "9-0"


def test_who_left_is_told_nothing() -> None:
    told = feed()
    listener = told.listen("")
    told.leave(listener)
    told.add(entry(1))
    assert heard(listener) == []


def test_the_place_to_come_back_to_waits_until_what_lies_before_it_was_sent() -> None:
    told = feed(1, 2)
    assert told.listen("").idle
    assert not told.listen("1-0").idle
    assert not told.listen("strange").idle


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"permission": 1}', b"\xff"])
def test_what_is_no_note_is_taken_for_a_gap(body: bytes) -> None:
    assert read(body) is None
