"""How addresses are checked and written, so that one address is always one text."""

from email_validator import EmailNotValidError, validate_email

from chassis.errors import InvalidArgument


def address(text: str, field: str = "email") -> str:
    """The address as it is kept: lower case, ASCII. Raises InvalidArgument naming `field`."""
    try:
        # test_environment: the domain .test, which nobody owns, is as good as any for a trial
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=True, strict=True
        )
    except EmailNotValidError:
        raise InvalidArgument.of(field, "must be an e-mail address like ada@example.com") from None
    if not found.ascii_email:
        raise InvalidArgument.of(field, "must not have letters outside ASCII before the @")
    return found.ascii_email.lower()


def half_hidden(text: str) -> str:
    """An address its owner recognises and nobody else can use: a••@example.com."""
    local, _, domain = text.partition("@")
    return f"{local[:1]}••@{domain}"
