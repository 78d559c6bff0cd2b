"""CSV as it comes: bytes in, records out, each with its line and the place where the next begins.

Both charsets we take keep ASCII as it is, so lines are found in bytes and a reader can go on
from any record's end without having read what lies before it.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chassis.errors import InvalidArgument

MAX_LINE = 1 << 20
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: bytes from the start of the file, and the line, from 1."""

    offset: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells as text, the line it begins on and where the next one begins."""

    cells: list[str]
    line: int
    next: Place

    @property
    def blank(self) -> bool:
        """Nothing in any cell, as spreadsheets leave below a table."""
        return not any(cell.strip() for cell in self.cells)


class Records:
    """The records of a file from a place on."""

    def __init__(
        self, blocks: Iterable[bytes], *, charset: str, delimiter: str, start: Place | None = None
    ) -> None:
        """blocks: the file's bytes from `start` on, in pieces of any size."""
        self._lines = split_lines(blocks)
        self._charset = charset
        self._delimiter = delimiter
        self._place = start or Place()

    def __iter__(self) -> Iterator[Record]:
        """Raises InvalidArgument (CSV_BROKEN, CHARSET_UNKNOWN) naming the line."""
        reader = csv.reader(self._text(), delimiter=self._delimiter, strict=True)
        while True:
            line = self._place.line
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise broken(line, str(error)) from None
            if cells:
                yield Record(cells, line, self._place)

    def _text(self) -> Iterator[str]:
        """Lines as the reader asks for them, so that the place is always the next line's."""
        for line in self._lines:
            place = self._place
            self._place = Place(place.offset + len(line), place.line + 1)
            text = line.removeprefix(BOM) if place.offset == 0 else line
            try:
                yield text.decode(self._charset)
            except UnicodeDecodeError:
                raise undecodable(self._charset, place.line) from None


def split_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends (LF, CRLF or CR, mixed as they like), whatever the blocks cut apart."""
    rest, number = b"", 1
    for block in blocks:
        lines = (rest + block).splitlines(keepends=True)
        # The last line may go on in the next block, and a CR may be half of a CRLF.
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield from lines
        number += len(lines)
        if len(rest) > MAX_LINE:
            raise broken(number, "the line is longer than 1 MiB")
    yield from rest.splitlines(keepends=True)


def broken(line: int, why: str) -> InvalidArgument:
    """The file cannot be read as CSV at this line."""
    meaning = {
        "unexpected end of data": "a quotation mark is opened and never closed",
        "field larger than field limit (131072)": "a cell is too long, or a quote is open",
    }
    found = meaning.get(why, why)
    if "expected after" in why:
        found = "a quotation mark is opened and not closed at the end of its cell"
    return InvalidArgument("CSV_BROKEN", f"Line {line}: {found}.", line=line)


def undecodable(charset: str, line: int) -> InvalidArgument:
    """The file is not written in the charset it should be in."""
    return InvalidArgument(
        "CHARSET_UNKNOWN", f"Line {line} is not {charset}; save the file as UTF-8.", line=line
    )
