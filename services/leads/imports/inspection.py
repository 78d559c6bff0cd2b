"""Looks through an uploaded file once before anything is kept: is it a table, and of what?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from chassis.errors import InvalidArgument
from services.leads.imports.records import BOM, Record, Records, split_lines
from services.leads.imports.sniffing import CharsetFinder, find_delimiter

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_NAME = 120
SAMPLES = 5
SAMPLE_LENGTH = 100
SAMPLE_LINES = 100

#: Opens the file from its first byte, in blocks; called several times.
Open = Callable[[], Iterable[bytes]]


@dataclass(slots=True)
class Column:
    """One column: its name and its first different values that are not empty."""

    name: str
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds. rows: without the header and blank ones."""

    charset: str
    delimiter: str
    columns: list[Column]
    rows: int


def inspect(open_file: Open, *, charset: str = "", delimiter: str = "") -> Inspection:
    """Reads the whole file, twice. Raises InvalidArgument with the reason and, where there is
    one, the line; see CreateImport for the reasons."""
    charset = find_charset(open_file(), charset)
    delimiter = find_delimiter(_first_lines(open_file(), charset), delimiter)
    records = iter(Records(open_file(), charset=charset, delimiter=delimiter))
    columns = read_header(next(records, None))
    rows = sum(1 for record in records if _counted(record, columns))
    if rows > MAX_ROWS:
        raise InvalidArgument(
            "TOO_MANY_ROWS", f"The file has {rows} rows; at most {MAX_ROWS} can be imported."
        )
    return Inspection(charset, delimiter, columns, rows)


def find_charset(blocks: Iterable[bytes], declared: str) -> str:
    """The file's charset; also refuses what is empty or no text."""
    finder, empty = CharsetFinder(declared), True
    for block in blocks:
        finder.take(block)
        empty = empty and not block.removeprefix(BOM).strip()
    if empty:
        raise InvalidArgument("FILE_EMPTY", "The file is empty.")
    return finder.finish()


def read_header(record: Record | None) -> list[Column]:
    """The columns that the first row names. Raises InvalidArgument."""
    if record is None or record.blank:
        raise InvalidArgument("HEADER_MISSING", "The first row must name the columns.")
    names = [cell.strip() or f"Column {n}" for n, cell in enumerate(record.cells, start=1)]
    if len(names) > MAX_COLUMNS:
        raise InvalidArgument("TOO_MANY_COLUMNS", f"At most {MAX_COLUMNS} columns can be read.")
    if any("@" in name for name in names):
        raise InvalidArgument(
            "HEADER_MISSING", "The first row must name the columns; it looks like a person."
        )
    if any(len(name) > MAX_NAME for name in names):
        raise InvalidArgument(
            "HEADER_MISSING", f"Column names have at most {MAX_NAME} characters; is it a table?"
        )
    if twice := repeated(names):
        raise InvalidArgument(
            "HEADER_DUPLICATE", f"Two columns are called {twice!r}; rename one.", column=twice
        )
    return [Column(name) for name in names]


def repeated(names: list[str]) -> str:
    """The first name that stands there twice, whatever the letter case; "" when none does."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""


def _counted(record: Record, columns: list[Column]) -> bool:
    """Whether it is a row; its values become samples on the way."""
    if record.blank:
        return False
    for column, cell in zip(columns, record.cells, strict=False):
        sample = cell.strip()[:SAMPLE_LENGTH]
        if sample and len(column.samples) < SAMPLES and sample not in column.samples:
            column.samples.append(sample)
    return True


def _first_lines(blocks: Iterable[bytes], charset: str) -> Iterator[str]:
    for line in islice(split_lines(blocks), SAMPLE_LINES):
        yield line.removeprefix(BOM).decode(charset)
