"""When somebody's next occasion is: birthdays where they live, silences, half a year, carts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import InvalidArgument
from services.leads.occasions import carts
from services.leads.occasions.model import (
    Cart,
    Kind,
    Life,
    Occasion,
    OccasionPolicy,
    look_again,
    occasions,
)

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
ON = {"template_key": "some", "enabled": True}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rules(*kinds: str) -> OccasionPolicy:
    switches = {f"{kind}_{name}": value for kind in kinds for name, value in ON.items()}
    return OccasionPolicy(**switches)


def life(**fields: Any) -> Life:
    known: dict[str, Any] = {"zone": UTC, "born": None, "customer": None, "marks": {}}
    return Life(**{**known, "active": at("2026-01-01T00:00"), **fields})


def found(policy: OccasionPolicy, who: Life, now: str) -> list[Occasion]:
    return list(occasions(policy, who, at(now)))


@pytest.mark.parametrize(
    ("born", "zone", "now", "begin", "end"),
    [
        ("1990-05-20", BERLIN, "2026-05-01T00:00", "2026-05-20T07:00", "2026-05-20T22:00"),
        ("1990-05-20", BERLIN, "2026-05-20T21:59", "2026-05-20T07:00", "2026-05-20T22:00"),
        ("1990-05-20", BERLIN, "2026-05-20T22:00", "2027-05-20T07:00", "2027-05-20T22:00"),
        ("1990-05-20", AUCKLAND, "2026-05-01T00:00", "2026-05-19T21:00", "2026-05-20T12:00"),
        ("1992-02-29", UTC, "2026-02-01T00:00", "2026-02-28T09:00", "2026-03-01T00:00"),
        ("1992-02-29", UTC, "2028-02-01T00:00", "2028-02-29T09:00", "2028-03-01T00:00"),
        ("1990-01-01", UTC, "2026-12-31T23:00", "2027-01-01T09:00", "2027-01-02T00:00"),
        ("1990-03-29", BERLIN, "2026-03-01T00:00", "2026-03-29T07:00", "2026-03-29T22:00"),
    ],
)
def test_a_birthday_is_greeted_in_the_morning_and_over_at_midnight_where_they_live(
    born: str, zone: ZoneInfo, now: str, begin: str, end: str
) -> None:
    who = life(zone=zone, born=date.fromisoformat(born))
    assert found(rules("birthday"), who, now) == [Occasion(Kind.BIRTHDAY, at(begin), at(end))]


def test_who_was_greeted_today_is_greeted_next_year() -> None:
    marks = {Kind.BIRTHDAY: at("2026-05-20T09:00")}
    who = life(born=date(1990, 5, 20), marks=marks)
    (next_one,) = found(rules("birthday"), who, "2026-05-20T09:00")
    assert next_one.begin == at("2027-05-20T09:00")


@pytest.mark.parametrize(
    ("active", "missed", "now", "begin"),
    [
        ("2026-06-01T09:00", "", "2026-06-02T00:00", "2026-07-01T09:00"),
        ("2026-06-01T09:00", "", "2026-07-08T08:59", "2026-07-01T09:00"),
        ("2026-06-01T09:00", "", "2026-07-08T09:00", ""),
        ("2026-06-01T09:00", "2026-07-01T09:00", "2026-12-01T00:00", ""),
        ("2026-07-02T09:00", "2026-07-01T09:00", "2026-07-03T00:00", "2026-09-29T09:00"),
        ("2026-11-01T09:00", "2026-07-01T09:00", "2026-11-02T00:00", "2026-12-01T09:00"),
    ],
)
def test_who_is_silent_for_long_is_missed_once_an_absence_and_once_in_90_days(
    active: str, missed: str, now: str, begin: str
) -> None:
    who = life(active=at(active), marks={Kind.ABSENCE: at(missed)} if missed else {})
    assert [each.begin for each in found(rules("absence"), who, now)] == [
        at(each) for each in [begin] if each
    ]


@pytest.mark.parametrize(
    ("customer", "thanked", "now", "begin"),
    [
        ("2026-01-15T10:00", "", "2026-02-01T00:00", "2026-07-15T07:00"),
        ("2026-08-31T10:00", "", "2026-09-01T00:00", "2027-02-28T08:00"),
        ("2026-01-15T10:00", "2026-07-15T07:00", "2026-07-15T07:00", ""),
        ("2020-01-15T10:00", "", "2026-02-01T00:00", ""),
        ("2026-03-01T10:00", "2025-07-15T07:00", "2026-03-02T00:00", "2026-09-01T07:00"),
    ],
)
def test_customers_are_thanked_after_half_a_year_once_for_each_time_they_came(
    customer: str, thanked: str, now: str, begin: str
) -> None:
    marks = {Kind.LOYALTY: at(thanked)} if thanked else {}
    who = life(zone=BERLIN, customer=at(customer), marks=marks)
    assert [each.begin for each in found(rules("loyalty"), who, now)] == [
        at(each) for each in [begin] if each
    ]


def test_what_is_off_never_comes_and_nobody_is_forgotten() -> None:
    who, now = life(born=date(1990, 5, 20)), at("2026-05-01T00:00")
    assert found(rules(), who, "2026-05-20T10:00") == []
    assert look_again(rules("absence"), who, now) == now + timedelta(days=30)
    assert look_again(rules("birthday"), who, now) == at("2026-05-20T09:00")


def test_an_occasion_that_is_on_needs_something_to_send() -> None:
    policy = rules("absence")
    with pytest.raises(InvalidArgument) as refused:
        policy.change({"absence_template_key": " ", "birthday_enabled": True})
    fields = [violation.field for violation in refused.value.violations]
    assert fields == ["birthday_template_key", "absence_template_key"]
    with pytest.raises(InvalidArgument, match="absence_days"):
        rules("absence").change({"absence_days": 0})


@pytest.mark.parametrize(
    ("first", "filled", "reminded", "now", "begin"),
    [
        ("2026-06-01T09:00", "2026-06-01T09:00", "", "2026-06-01T10:00", "2026-06-02T09:00"),
        ("2026-06-01T09:00", "2026-06-01T11:00", "", "2026-06-01T12:00", "2026-06-02T11:00"),
        ("2026-06-01T09:00", "2026-06-01T09:00", "", "2026-06-04T08:59", "2026-06-02T09:00"),
        ("2026-06-01T09:00", "2026-06-01T09:00", "", "2026-06-04T09:00", ""),
        ("2026-06-01T09:00", "2026-06-03T09:00", "2026-06-02T09:00", "2026-06-03T10:00", ""),
        (
            "2026-06-03T09:00",
            "2026-06-03T09:00",
            "2026-06-02T09:00",
            "2026-06-03T10:00",
            "2026-06-04T09:00",
        ),
    ],
)
def test_a_cart_is_reminded_of_once_a_day_after_the_last_thing_was_put_in(
    first: str, filled: str, reminded: str, now: str, begin: str
) -> None:
    marks = {Kind.CART: at(reminded)} if reminded else {}
    who = life(cart=Cart(at(first), at(filled)), marks=marks)
    assert [each.begin for each in found(rules("cart"), who, now)] == [
        at(each) for each in [begin] if each
    ]


CART, BOUGHT = {"name": "cart"}, {"name": "purchase"}


@pytest.mark.parametrize(
    ("happened", "cart"),
    [
        ([], None),
        ([(1, CART)], (1, 1)),
        ([(1, CART), (2, CART)], (1, 2)),
        ([(1, CART), (2, BOUGHT)], None),
        ([(1, BOUGHT), (2, CART)], (2, 2)),
        ([(1, CART), (2, {"event": "DealWon"})], None),
        ([(1, CART), (2, CART | {"item_count": 0.0})], None),
        ([(1, CART), (2, CART | {"item_count": 2.0})], (1, 2)),
        ([(1, CART), (8, CART)], (8, 8)),
        ([(1, CART | {"cart_id": "a"}), (20, CART | {"cart_id": "a"})], (1, 20)),
        ([(1, CART | {"cart_id": "a"}), (2, CART | {"cart_id": "b"})], (2, 2)),
        ([(1, CART), (2, CART | {"cart_id": "b"})], (2, 2)),
        ([(1, CART | {"cart_id": "a"}), (2, CART), (3, CART | {"cart_id": "a"})], (1, 3)),
    ],
)
def test_events_tell_which_cart_is_left(
    happened: list[tuple[int, dict[str, Any]]], cart: tuple[int, int] | None
) -> None:
    day = [at(f"2026-06-{number:02d}T09:00") for number in range(1, 31)]
    left = carts.last((day[number], data) for number, data in happened)
    assert left == (Cart(day[cart[0]], day[cart[1]]) if cart else None)
