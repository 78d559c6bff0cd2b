"""Addresses: what is kept of them, and what limits count by."""

import pytest

from gateway.networks import limited_part, prefix_of


@pytest.mark.parametrize(
    ("ip", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("no address", "0.0.0.0/24"),
    ],
)
def test_only_the_network_of_an_address_is_kept(ip: str, kept: str) -> None:
    assert prefix_of(ip) == kept


@pytest.mark.parametrize(
    ("ip", "counted"),
    [
        ("203.0.113.77", "203.0.113.77"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.77"),
        ("", "0.0.0.0"),
    ],
)
def test_one_customer_is_counted_once(ip: str, counted: str) -> None:
    assert limited_part(ip) == counted
