"""CSV files as people have them."""

import pytest

from chassis.errors import InvalidArgument
from services.leads.imports.inspection import Inspection, inspect
from services.leads.imports.records import Place, Records

HEADER = b"email,last_name\n"


def look(data: bytes, *, block: int = 7, charset: str = "", delimiter: str = "") -> Inspection:
    """Inspects bytes as if they came in small blocks, so that every line is cut somewhere."""
    blocks = [data[at : at + block] for at in range(0, len(data), block)]
    return inspect(lambda: blocks, charset=charset, delimiter=delimiter)


def refused(data: bytes, reason: str, **options: str) -> InvalidArgument:
    with pytest.raises(InvalidArgument) as caught:
        look(data, **options)  # type: ignore[arg-type]
    assert caught.value.reason == reason, caught.value.message
    return caught.value


def rows(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return [r.cells for r in Records([data], charset="utf-8", delimiter=delimiter)]


def test_the_columns_are_what_the_first_row_names():
    found = look(b"email,last_name\na@example.com,Lee\nb@example.com,\n")
    assert [(c.name, c.samples) for c in found.columns] == [
        ("email", ["a@example.com", "b@example.com"]),
        ("last_name", ["Lee"]),
    ]
    assert found.rows == 2


def test_samples_are_different_values():
    found = look(b"email,city\na@example.com,Rome\nb@example.com,Rome\nc@example.com,Bern\n")
    assert found.columns[1].samples == ["Rome", "Bern"]


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert look(b"\xef\xbb\xbfemail,last_name\na@example.com,Lee\n").columns[0].name == "email"


@pytest.mark.parametrize(
    ("line", "delimiter"), [("email;last_name", ";"), ("email\tlast_name", "\t"), ("email", ",")]
)
def test_what_separates_the_cells_is_found(line: str, delimiter: str):
    cells = delimiter.join(["a@example.com", "1,5"][: 1 + line.count(delimiter)])
    assert look(f"{line}\n{cells}\n".encode()).delimiter == delimiter


def test_what_separates_the_cells_can_be_said():
    found = look(b"a|b,c\n", delimiter="tab")
    assert [c.name for c in found.columns] == ["a|b,c"]


def test_letters_of_old_windows_files_are_read():
    found = look(b"email,last_name\na@example.com,Ren\xe9\n")
    assert (found.charset, found.columns[1].samples) == ("windows-1252", ["René"])


def test_a_file_said_to_be_utf_8_must_be():
    assert "UTF-8" in refused(b"email\nRen\xe9\n", "CHARSET_UNKNOWN", charset="utf-8").message


def test_text_in_no_charset_we_know_is_refused():
    refused(b"email\n\x81\x8d\n", "CHARSET_UNKNOWN")


def test_line_ends_may_be_mixed_and_stand_inside_quotes():
    data = b'email,last_name\na@example.com,"Lee\r\nJr"\r\nb@example.com,Roe\r'
    assert rows(data)[1:] == [["a@example.com", "Lee\r\nJr"], ["b@example.com", "Roe"]]
    assert look(data).rows == 2


def test_an_open_quote_is_refused_with_the_line_it_begins_on():
    error = refused(HEADER + b'a@example.com,Ann\nb@example.com,"Lee\nc@x.de,Roe\n', "CSV_BROKEN")
    assert error.metadata["line"] == "3"


def test_a_quote_that_closes_inside_a_later_cell_is_refused():
    error = refused(HEADER + b'a@example.com,"Lee\nb@example.com,"Roe"\n', "CSV_BROKEN")
    assert error.metadata["line"] == "2"


def test_formulas_are_text():
    assert rows(b'a,"=HYPERLINK(""http://evil"",""x"")"\n') == [
        ["a", '=HYPERLINK("http://evil","x")']
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_an_empty_file_is_refused(data: bytes):
    refused(data, "FILE_EMPTY")


def test_a_header_alone_is_a_file_of_no_rows():
    assert look(HEADER).rows == 0


def test_a_first_row_of_values_is_no_header():
    refused(b"a@example.com,Lee\nb@example.com,Roe\n", "HEADER_MISSING")


@pytest.mark.parametrize("header", [b"email,email,last_name", b"email,E-Mail,EMAIL"])
def test_two_columns_of_one_name_are_refused(header: bytes):
    refused(header + b"\na@example.com,b@example.com,Lee\n", "HEADER_DUPLICATE")


def test_a_column_without_a_name_is_called_by_its_place():
    assert look(b"email,,city\n").columns[1].name == "Column 2"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\0\0", b"\xd0\xcf\x11\xe0", b"%PDF-1.7", b"\x1f\x8b\x08", b"a\0b"]
)
def test_other_kinds_of_file_are_told_from_csv_by_their_bytes(data: bytes):
    with pytest.raises(InvalidArgument) as caught:
        look(data, block=64)
    assert caught.value.reason == "NOT_CSV"


def test_blank_rows_are_not_rows():
    assert look(HEADER + b"\n,\n  ,\na@example.com,Lee\n,\n").rows == 1


def test_a_line_without_end_is_refused_before_it_fills_the_memory():
    refused(b'email\n"' + b"x" * (3 << 20), "CSV_BROKEN", block=1 << 18)  # type: ignore[arg-type]


def test_reading_goes_on_from_the_end_of_any_record():
    data = b'email,name\r\na,"x\ny"\r\rb,Zo\xc3\xab\nc,\r\n\nd,end'
    whole = [*Records([data], charset="utf-8", delimiter=",")]
    for done, record in enumerate(whole, start=1):
        rest = Records(
            [data[record.next.offset :]], charset="utf-8", delimiter=",", start=record.next
        )
        assert [*rest] == whole[done:]
    assert whole[-1].next == Place(len(data), 9)


def test_a_record_knows_the_line_it_begins_on():
    data = b'email\n\n"a\nb"\nc\n'
    assert [r.line for r in Records([data], charset="utf-8", delimiter=",")] == [1, 3, 5]
