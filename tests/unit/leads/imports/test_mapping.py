"""From columns to fields: guesses, and what one row says about a person."""

from datetime import date

import pytest

from chassis.custom_fields import FieldType
from chassis.errors import InvalidArgument
from services.leads.fields.catalogue import Defined
from services.leads.imports import mapping
from services.leads.imports.inspection import Column
from services.leads.imports.mapping import RowError, RowReader
from services.leads.imports.model import DateFormat
from services.leads.imports.suggestions import suggest, suggest_date_format

PLAN = Defined("plan", "Tarif", FieldType.CHOICE, False, ["Small", "Big"], "")  # noqa: FBT003
SIZE = Defined("size", "Size", FieldType.NUMBER, False, [], "")  # noqa: FBT003
SINCE = Defined("since", "Since", FieldType.DATE, False, [], "")  # noqa: FBT003
CUSTOM = [PLAN, SIZE, SINCE]


def reader(
    columns: dict[str, str],
    *,
    date_format: DateFormat = DateFormat.YEAR_MONTH_DAY,
    region: str = "",
) -> RowReader:
    mapped = {column: field for column, field in columns.items() if field}
    return RowReader(mapped, [*columns], CUSTOM, date_format=date_format, phone_region=region)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("E-Mail-Adresse", "email"),
        ("First Name", "first_name"),
        ("last_name", "last_name"),
        ("Geburtsdatum", "birth_date"),
        ("Straße", ""),
        ("Unternehmen", "company_name"),
        ("Telefon-Nr.", "phone"),
        ("Tarif", "custom_fields.plan"),
        ("ORT", "city"),
        ("Ansprechpartner", "full_name"),
    ],
)
def test_columns_are_known_by_what_people_call_them(column: str, field: str):
    assert suggest([Column(column)], CUSTOM).get(column, "") == field


def test_a_field_is_suggested_once():
    columns = [Column("E-Mail"), Column("Mail"), Column("Name")]
    assert suggest(columns, []) == {"E-Mail": "email", "Name": "full_name"}


def test_a_column_full_of_addresses_is_the_e_mail_whatever_its_name():
    assert suggest([Column("Login", ["a@x.de", "b@x.de"])], []) == {"Login": "email"}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Lovelace, Ada", "Ada", "Lovelace"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Anna Maria Luisa de' Medici", "Anna Maria Luisa de'", "Medici"),
        ("Cher", "Cher", ""),
        ("Prince,", "Prince", ""),
    ],
)
def test_whole_names_are_taken_apart(name: str, first: str, last: str):
    values = reader({"name": "full_name"}).read([name])
    assert (values["first_name"], values.get("last_name", "")) == (first, last)


def test_a_number_is_read_as_it_is_written_in_the_country_of_its_row():
    rows = reader({"Tel": "phone", "Land": "country"}, region="DE")
    assert rows.read(["020 7946 0018", "GB"])["phone"] == "+442079460018"
    assert rows.read(["030 123456", ""])["phone"] == "+4930123456"
    with pytest.raises(RowError, match="can exist") as caught:
        rows.read(["030 123456", "US"])
    assert caught.value.column == "Tel"


def test_only_cells_with_something_in_them_say_something():
    values = reader({"e": "email", "x": "", "c": "city"}).read([" a@Example.com ", "no", "  "])
    assert values == {"email": "a@example.com"}


def test_a_row_may_end_early_but_not_late():
    rows = reader({"e": "email", "c": "city"})
    assert rows.read(["a@example.com"]) == {"email": "a@example.com"}
    assert rows.read(["a@example.com", "Rome", "", " "])["city"] == "Rome"
    with pytest.raises(RowError) as caught:
        rows.read(["a@example.com", "Rome", "Italy"])
    assert caught.value.column == ""


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (["1990-12-31"], DateFormat.YEAR_MONTH_DAY),
        (["12/03/1979", "31/02/1990"], DateFormat.DAY_MONTH_YEAR),
        (["12/03/1979", "02/31/1990"], DateFormat.MONTH_DAY_YEAR),
        (["01.02.1990"], DateFormat.DAY_MONTH_YEAR),
        (["01/02/1990"], DateFormat.YEAR_MONTH_DAY),
        (["31/12/1990", "12/31/1990"], DateFormat.YEAR_MONTH_DAY),
        (["unknown"], DateFormat.YEAR_MONTH_DAY),
        ([], DateFormat.YEAR_MONTH_DAY),
    ],
)
def test_the_way_dates_are_written_is_suggested_when_it_is_the_only_one(
    samples: list[str], expected: DateFormat
):
    columns = [Column("Geburtstag", samples), Column("Seen", ["2026-11-21", "2026-11-22"])]
    assert suggest_date_format(columns, suggest(columns, []), []) is expected


def test_dates_of_custom_fields_tell_how_dates_are_written():
    columns = [Column(SINCE.label, ["31.12.1990"])]
    guesses = suggest(columns, CUSTOM)
    assert suggest_date_format(columns, guesses, CUSTOM) is DateFormat.DAY_MONTH_YEAR


@pytest.mark.parametrize(
    ("text", "date_format", "expected"),
    [
        ("1815-12-10", DateFormat.YEAR_MONTH_DAY, date(1815, 12, 10)),
        ("10.12.1815", DateFormat.DAY_MONTH_YEAR, date(1815, 12, 10)),
        ("1/2/1990", DateFormat.DAY_MONTH_YEAR, date(1990, 2, 1)),
        ("1/2/1990", DateFormat.MONTH_DAY_YEAR, date(1990, 1, 2)),
        ("1/2/1990", DateFormat.YEAR_MONTH_DAY, None),
        ("31.02.1990", DateFormat.DAY_MONTH_YEAR, None),
        ("10.12.15", DateFormat.DAY_MONTH_YEAR, None),
    ],
)
def test_dates_are_never_guessed(text: str, date_format: DateFormat, expected: date | None):
    rows = reader({"e": "email", "b": "birth_date"}, date_format=date_format)
    if expected is None:
        with pytest.raises(RowError) as caught:
            rows.read(["a@example.com", text])
        assert caught.value.column == "b"
    else:
        assert rows.read(["a@example.com", text])["birth_date"] == expected


def test_custom_fields_follow_their_definitions():
    rows = reader(
        {
            "e": "email",
            "p": "custom_fields.plan",
            "s": "custom_fields.size",
            "d": "custom_fields.since",
        },
        date_format=DateFormat.DAY_MONTH_YEAR,
    )
    values = rows.read(["a@example.com", "big", "12.5", "1.2.2026"])
    assert values["custom_fields"] == {"plan": "Big", "size": 12.5, "since": "2026-02-01"}
    with pytest.raises(RowError) as caught:
        rows.read(["a@example.com", "huge", "", ""])
    assert (caught.value.column, "Small, Big" in caught.value.reason) == ("p", True)


def test_columns_of_fields_that_are_gone_are_left_out():
    assert reader({"e": "email", "x": "custom_fields.gone"}).read(["a@example.com", "1"]) == {
        "email": "a@example.com"
    }


def test_phone_numbers_are_of_the_country_that_is_said():
    rows = reader({"e": "email", "p": "phone"}, region="DE")
    assert rows.read(["a@example.com", "030 123456"])["phone"] == "+4930123456"
    exported = rows.read(["a@example.com", "'+49 30 123456"])
    assert exported["phone"] == "+4930123456"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("Österreich", "AT"),
        (" united  kingdom", "GB"),
        ("USA", "US"),
    ],
)
def test_countries_may_have_names(text: str, code: str):
    assert reader({"e": "email", "c": "country"}).read(["a@example.com", text])["country"] == code


def test_tags_are_separated_by_comma_or_semicolon():
    assert reader({"e": "email", "t": "tags"}).read(["a@example.com", "vip; fair, vip,"])[
        "tags"
    ] == ["vip", "fair"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["x" * 101, ""], "first"),
        (["Ada", "Atlantis"], "country"),
        (["Ada\x07", ""], "first"),
        (["invoice\u202egpj.exe", ""], "first"),
        (["", "DE"], ""),
    ],
)
def test_a_row_is_refused_because_of_its_column(cells: list[str], column: str):
    with pytest.raises(RowError) as caught:
        reader({"first": "first_name", "country": "country"}).read(cells)
    assert caught.value.column == column


def test_a_mapping_names_columns_and_fields_that_exist_once():
    with pytest.raises(InvalidArgument) as caught:
        mapping.check({"E-Mail": "mail", "x": "email", "y": "email"}, ["E-Mail", "x", "y"], CUSTOM)
    assert [v.field for v in caught.value.violations] == ['mapping["E-Mail"]', "mapping.y"]
