"""Where captured values can go: the contact's fields that forms and imports may fill."""

from collections.abc import Mapping
from typing import Any

from crm.leads.v1 import contacts_pb2

from chassis import validation
from chassis.custom_fields import BAG

#: Fields of the contact that take text as a person writes it.
CONTACT_FIELDS = (
    "email",
    "phone",
    "first_name",
    "last_name",
    "full_name",
    "company_name",
    "job_title",
    "country",
    "city",
    "language",
    "birth_date",
)
#: Words that begin a last name.
PARTICLES = frozenset({"van", "von", "de", "del", "della", "der", "den", "di", "da", "dos", "zu"})


def split_name(name: str) -> tuple[str, str]:
    """First and last name of a whole one: "Ada Lovelace", "Lovelace, Ada", "Cher".

    Particles belong to the last name: "Ludwig van Beethoven" is ("Ludwig", "van Beethoven").
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first:
        return first, last
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return "".join(words), ""
    start = next((n for n in range(1, len(words) - 1) if words[n] in PARTICLES), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:])


def entry(field: str, key: str) -> str:
    """The path of an entry of a map, as errors name it: values.email, mapping["E-Mail"]."""
    if key.isascii() and key.isidentifier():
        return f"{field}.{key}"
    return '{}["{}"]'.format(field, key[:60].replace("\\", "\\\\").replace('"', '\\"'))


def check_rules(values: Mapping[str, Any]) -> None:
    """Asks of captured values what the API asks of a contact. Raises InvalidArgument naming the
    contact's fields; custom fields, dates and references are checked where they are read."""
    names = contacts_pb2.Contact.DESCRIPTOR.fields_by_name
    plain: dict[str, Any] = {
        name: value
        for name, value in values.items()
        if name in names and name != BAG and isinstance(value, str | list)
    }
    validation.check(contacts_pb2.Contact(**plain))
