"""How text that people type is tidied before it is kept."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network


def one_line(text: str) -> str:
    """Without line breaks, double spaces and spaces at the ends."""
    return " ".join(text.split())


def label_list(labels: Iterable[str]) -> list[str]:
    """Tidied labels, none empty, none twice; the first of each keeps its place."""
    return list(dict.fromkeys(filter(None, map(one_line, labels))))


def network(ip: str) -> str:
    """The network of an address, to keep as proof without keeping the person: the last 8 bits of
    IPv4, the last 80 of IPv6 are cut off. "" for what is no address."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    length = 24 if address.version == 4 else 48
    return str(ip_network((address, length), strict=False))
