"""What counts as an e-mail address, for everybody who takes one."""

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from chassis.errors import InvalidArgument

RULE = "must be an e-mail address like ada@example.com"


def parsed(text: str) -> ValidatedEmail:
    """The address in its parts. Raises ValueError with the rule.

    The domain has to be one that can have mail: a@b is none. Nobody is asked whether it has.
    """
    try:
        # test_environment: the domain .test, which nobody owns, is as good as any for a trial
        found = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError:
        raise ValueError(RULE) from None
    if not found.ascii_email:
        raise ValueError("must not have letters outside ASCII before the @")
    return found


def check_address(text: str, field: str) -> str:
    """The address in ASCII. Raises InvalidArgument naming the field, unless it is one."""
    try:
        return str(parsed(text).ascii_email)
    except ValueError as error:
        raise InvalidArgument.of(field, str(error)) from None
