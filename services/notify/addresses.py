"""How addresses are checked and written, so that one address is always one text."""

from chassis.email_addresses import check_address


def address(text: str, field: str = "email") -> str:
    """The address as it is kept: lower case, ASCII. Raises InvalidArgument naming `field`."""
    return check_address(text.strip(), field).lower()


def half_hidden(text: str) -> str:
    """An address its owner recognises and nobody else can use: a••@example.com."""
    local, _, domain = text.partition("@")
    return f"{local[:1]}••@{domain}"
