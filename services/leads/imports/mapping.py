"""From columns to fields: which mapping makes sense, and what one row says about a person."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis import custom_fields
from chassis.custom_fields import BAG, Definition
from chassis.errors import InvalidArgument, Violation
from services.leads.contacts import addresses
from services.leads.countries import code_of
from services.leads.imports.model import IDENTIFYING, DateFormat
from services.leads.targets import CONTACT_FIELDS, check_rules, entry, split_name

FIELDS = (*CONTACT_FIELDS, "time_zone", "tags")
MAX_REASON = 300

_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
#: Format -> how it is written, and an example.
_DATES = {
    DateFormat.YEAR_MONTH_DAY: (f"{_YEAR}-{_MONTH}-{_DAY}", "2026-11-21"),
    DateFormat.DAY_MONTH_YEAR: (f"{_DAY}[./-]{_MONTH}[./-]{_YEAR}", "21.11.2026"),
    DateFormat.MONTH_DAY_YEAR: (f"{_MONTH}[./-]{_DAY}[./-]{_YEAR}", "11/21/2026"),
}

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class RowError(ValueError):
    """A row is refused because of one column; "" when it is the row itself."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason[:MAX_REASON]


def check(
    mapping: Mapping[str, str], columns: Sequence[str], definitions: Iterable[Definition]
) -> None:
    """Raises InvalidArgument naming every column or field that is unknown or there twice."""
    fields = (*FIELDS, *(f"{BAG}.{definition.key}" for definition in definitions))
    found = [
        Violation(entry("mapping", column), "is no column of the file")
        for column in mapping
        if column not in columns
    ]
    taken: dict[str, str] = {}
    for column, field in mapping.items():
        where = entry("mapping", column)
        if field not in fields:
            found.append(Violation(where, f"must be one of: {', '.join(fields)}"))
        elif field in taken:
            found.append(Violation(where, f"{field} is filled by {taken[field]}"))
        taken.setdefault(field, column)
    if found:
        raise InvalidArgument.many(found)


def check_identifying(mapping: Mapping[str, str]) -> None:
    """Raises InvalidArgument when nothing mapped could tell people apart."""
    if not set(mapping.values()) & set(IDENTIFYING):
        raise InvalidArgument.of("mapping", f"must fill at least one of: {', '.join(IDENTIFYING)}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One mapped column: where it stands, what it is called and what it fills."""

    index: int
    column: str
    field: str
    read: Callable[[str], Any]


class RowReader:
    """Turns rows into values of a contact."""

    def __init__(
        self,
        mapping: Mapping[str, str],
        columns: Sequence[str],
        definitions: Iterable[Definition],
        *,
        date_format: DateFormat,
        phone_region: str,
    ) -> None:
        """Columns mapped to custom fields that are no longer defined are left out."""
        self._width = len(columns)
        self._phone_region = phone_region
        self._column_of = {field: column for column, field in mapping.items()}
        custom = {f"{BAG}.{each.key}": each for each in definitions}
        self._cells = []
        for index, column in enumerate(columns):
            field = mapping.get(column, "")
            if definition := custom.get(field):
                read = custom_reader(definition, date_format)
            elif field in FIELDS:
                read = reader(field, date_format)
            else:
                continue
            self._cells.append(Cell(index, column, field, read))

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """The values a row gives: only those of cells that are not empty. Raises RowError."""
        if any(cell.strip() for cell in cells[self._width :]):
            raise RowError("", f"has {len(cells)} cells, but the file has {self._width} columns")
        values: dict[str, Any] = {}
        bag: dict[str, Any] = {}
        for cell in self._cells:
            text = cells[cell.index].strip() if cell.index < len(cells) else ""
            if not text:
                continue
            value = self._value(cell, text)
            if cell.field.startswith(f"{BAG}."):
                bag[cell.field.removeprefix(f"{BAG}.")] = value
            else:
                values[cell.field] = value
        if bag:
            values[BAG] = bag
        return self._checked(values)

    def column_of(self, field: str) -> str:
        """The column that fills a field; "" for none."""
        if field in ("first_name", "last_name") and field not in self._column_of:
            field = "full_name"
        return self._column_of.get(field, "")

    def refused(self, error: InvalidArgument) -> RowError:
        """A refused contact in terms of the file."""
        first = error.violations[0] if error.violations else Violation("", error.message)
        column = self.column_of(first.field)
        return RowError(column, first.description if column else error.message)

    def _value(self, cell: Cell, text: str) -> Any:
        if _NOT_TEXT.search(text):
            raise RowError(cell.column, "must not contain control characters")
        try:
            return cell.read(text)
        except InvalidArgument as error:
            raise RowError(cell.column, error.violations[0].description) from None
        except ValueError as error:
            raise RowError(cell.column, str(error)) from None

    def _checked(self, values: dict[str, Any]) -> dict[str, Any]:
        if name := values.pop("full_name", ""):
            first, last = split_name(name)
            values.setdefault("first_name", first)
            values.setdefault("last_name", last)
        if number := values.get("phone"):
            values["phone"] = self._phone(number, values.get("country", ""))
        if not any(values.get(name) for name in IDENTIFYING):
            raise RowError("", "has neither a name nor an e-mail address nor a phone number")
        try:
            check_rules(values)
        except InvalidArgument as error:
            raise self.refused(error) from None
        return values

    def _phone(self, text: str, country: str) -> str:
        """A number as it is written where the person lives, else where the import says."""
        try:
            return addresses.phone(text, region=country or self._phone_region or None)
        except ValueError as error:
            raise RowError(self.column_of("phone"), str(error)) from None


def reader(field: str, date_format: DateFormat) -> Callable[[str], Any]:
    """How a cell becomes the value of a contact's field; it raises ValueError with the rule."""
    match field:
        case "email":
            return addresses.email
        case "phone":
            return lambda text: text.removeprefix("'")
        case "birth_date":
            return lambda text: read_date(text, date_format)
        case "country":
            return code_of
        case "tags":
            return read_tags
        case _:
            return lambda text: " ".join(text.split())


def custom_reader(definition: Definition, date_format: DateFormat) -> Callable[[str], Any]:
    """How a cell becomes the value of a custom field; it raises InvalidArgument or ValueError."""
    if definition.type is custom_fields.FieldType.DATE:
        return lambda text: read_date(text, date_format).isoformat()
    return lambda text: custom_fields.parse_text(definition, text)


def read_date(text: str, date_format: DateFormat) -> date:
    """A date as the file writes it. Raises ValueError with an example."""
    pattern, example = _DATES[date_format]
    if match := re.fullmatch(pattern, text):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            pass
    raise ValueError(f"must be a date like {example}, as the import says dates are written")


def written_as(text: str, date_format: DateFormat) -> bool:
    """Whether a text is written like a date of this format, also if there is no such day."""
    match = re.fullmatch(_DATES[date_format][0], text)
    return match is not None and 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31


def read_tags(text: str) -> list[str]:
    """Tags separated by comma or semicolon, none twice."""
    return [*dict.fromkeys(tag.strip() for tag in re.split("[,;]", text) if tag.strip())]
