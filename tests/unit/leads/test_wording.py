"""How text that people type is tidied."""

import pytest

from chassis.wording import label_list, network, one_line


def test_one_line_has_no_breaks_and_no_double_spaces() -> None:
    assert one_line(" Ada\u00a0 King\n Lovelace\t") == "Ada King Lovelace"


def test_labels_are_tidied_and_kept_once() -> None:
    assert label_list([" vip", "b", "vip ", "", " "]) == ["vip", "b"]


@pytest.mark.parametrize(
    ("ip", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("", ""),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("unknown", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(ip: str, kept: str) -> None:
    assert network(ip) == kept
