"""What is kept of an address, and what limits count by."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NOWHERE = "0.0.0.0"  # noqa: S104 -- what an unknown address is called, nothing is bound to it


def prefix_of(ip: str) -> str:
    """The network of an address, fit to be kept: /24 or /48; "" for none."""
    if not ip:
        return ""
    address = _address(ip)
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def limited_part(ip: str) -> str:
    """What limits count by: an IPv4 address, or the /64 one IPv6 customer has to itself."""
    address = _address(ip)
    return str(address) if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


def _address(text: str) -> IPv4Address | IPv6Address:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ip_address(NOWHERE)
    return getattr(address, "ipv4_mapped", None) or address
